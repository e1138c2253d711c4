export function writeClientTypes(folder: string): void;
