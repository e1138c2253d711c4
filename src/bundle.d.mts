import type { Metafile } from 'esbuild';

export function bundleService(folder: string, entry?: string): Promise<Metafile>;
