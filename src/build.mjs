// Builds dist/ for production and for the package: TypeScript to JavaScript, the data files beside it, the
// service as a few files, and the widget. Needs the development packages; what it writes needs only the others.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeClientTypes } from './api/client-types.mjs';
import { bundleService } from './bundle.mjs';
import { keepCompiled } from './keep-compiled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(join(root, 'dist'), { recursive: true, force: true });
run([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'src', 'tsconfig.build.json')]);

// tsc leaves behind what is read at run time: the sandbox's schemas and its style sheet.
for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
  if (/^(?!widget).*\.(json|css)$/.test(file) && !file.includes('tsconfig'))
    cpSync(join(root, 'src', file), join(root, 'dist', file));
}

await bundleService(join(root, 'dist'));
// For other programs: `import { readerSupport } from 'reader-support/client'`.
writeClientTypes(join(root, 'dist', 'types'));
run([join(root, 'src', 'widget', 'build.mjs')]);
// Last: the service does not start without its widget.
await keepCompiled(join(root, 'dist')).catch((error) =>
  console.warn(`Every start will compile the program anew, which takes a little longer: ${error.message}.`),
);

function run(args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}
