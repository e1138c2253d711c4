export function keepCompiled(folder: string): Promise<void>;
