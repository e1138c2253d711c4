// Writes the types of the client for other packages: what client.ts leads to and nothing else of this program.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Writes api/client.d.ts and its neighbours into a folder. */
export function writeClientTypes(folder) {
  const made = mkdtempSync(join(tmpdir(), 'reader-support-types-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const project = join(root, 'src', 'tsconfig.client.json');
    const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', made], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('the types of the client cannot be made');
    const waiting = [join('api', 'client.d.ts')];
    for (const seen = new Set(waiting); waiting.length > 0;) {
      const file = waiting.pop() ?? '';
      // tsc leaves the ending .ts in declarations; a reader of the package has .d.ts files beside .js names.
      const text = readFileSync(join(made, file), 'utf8').replace(/(from '\.[^']*)\.ts'/g, "$1.js'");
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
      for (const [, from = ''] of text.matchAll(/from '(\.[^']*)\.js'/g)) {
        const next = `${join(dirname(file), from)}.d.ts`;
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
