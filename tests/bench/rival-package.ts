import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';

/**
 * A folder in which a rival of a comparison is installed. It is fetched once, at an exact version, beside the packages of
 * the project and outside its lock file: nobody who runs the tests or the service needs it.
 */
export function rivalFolder(name: string, version: string, beside: readonly string[] = []): string {
  const folder = join(ROOT, 'node_modules/.cache', `${name.replaceAll('/', '+')}-${version}`);
  if (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
    execFileSync('npm', [...args, `${name}@${version}`, ...beside], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return folder;
}
