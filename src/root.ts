import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds migrations/ and public/. Looked for upwards, because this file stands at another depth
 * in src/, in dist/ and inside the bundle.
 */
export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'migrations', 'sqlite'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the folder migrations/ is missing beside this program');
  return findRoot(parent);
}
