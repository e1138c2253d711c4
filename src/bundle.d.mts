import type { Metafile } from 'esbuild';

export function bundleService(folder: string): Promise<Metafile>;
