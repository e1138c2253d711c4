// Fails where something generated is no longer what its source says: the migrations against the schema, the JSON
// Schema of the publisher file and the description of the API against the code. (The sandbox's schemas have a test.)
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../src/api/document.ts';
import { publisherJsonSchema } from '../src/publisher/publisher.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const faults: string[] = [];

for (const [engine, dialect] of [
  ['sqlite', 'sqlite'],
  ['postgres', 'postgresql'],
] as const) {
  const copy = mkdtempSync(join(tmpdir(), 'reader-support-drift-'));
  try {
    cpSync(join(root, 'migrations', engine), copy, { recursive: true });
    const before = readdirSync(copy).length;
    const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
    const schema = `src/store/${engine}/*schema.ts`;
    const args = [kit, 'generate', '--dialect', dialect, '--schema', schema, '--out', copy];
    const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (run.status !== 0) faults.push(`drizzle-kit failed: ${run.stderr || run.stdout}`);
    else if (readdirSync(copy).length !== before)
      faults.push(
        `The schema of ${engine} has changed without a migration: run drizzle-kit generate (drizzle.config.ts) and commit what it writes.`,
      );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const written = JSON.parse(readFileSync(join(root, 'docs', 'publisher.schema.json'), 'utf8')) as unknown;
if (JSON.stringify(written) !== JSON.stringify(publisherJsonSchema())) {
  faults.push(
    'docs/publisher.schema.json is not what the code checks: run node src/launch.mjs publisher schema > docs/publisher.schema.json',
  );
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const described = JSON.parse(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8')) as unknown;
if (JSON.stringify(described) !== JSON.stringify(openApiDocument(version))) {
  faults.push('docs/openapi.json is not what the schemas say: run npm run describe');
}

for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log('Nothing has drifted.');
process.exitCode = faults.length === 0 ? 0 : 1;
