// npm run test:browser [-- --all] [-- FILE …]: the acceptance table in a real browser, with its numbers.
//   --all             every look of every state and page, and the pictures that are kept
//   --all --update    takes those pictures anew
//   --against COMMIT  draws every state in every look as COMMIT draws it, and compares
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    against: { type: 'string' },
  },
  allowPositionals: true,
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reader-support-browser-report-'));
const report = join(folder, 'measured.tsv');

/** Runs the tests of a checkout; returns its exit code. */
function run(where: string, files: readonly string[], env: Record<string, string>): number {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      'tests/browser/vitest.config.ts',
      '--reporter',
      'verbose',
      ...files.map((file) => `tests/browser/${file}`),
    ],
    { cwd: where, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  return status ?? 1;
}

/** Draws every state as another commit draws it, in a checkout of its own. */
function drawCommit(commit: string, pictures: string): void {
  const checkout = join(folder, 'checkout');
  execFileSync('git', ['worktree', 'add', '--detach', checkout, commit], { cwd: root, stdio: 'ignore' });
  try {
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    // The same camera for both: an older commit may have had none, or other states.
    cpSync(join(root, 'tests', 'browser'), join(checkout, 'tests', 'browser'), { recursive: true });
    execFileSync(process.execPath, ['src/widget/build.mjs'], { cwd: checkout, stdio: 'inherit' });
    run(checkout, ['pictures'], { BROWSER_ALL: '1', BROWSER_REFERENCE: pictures, BROWSER_UPDATE: '1' });
  } finally {
    execFileSync('git', ['worktree', 'remove', '--force', checkout], { cwd: root });
  }
}

let status: number;
if (values.against !== undefined) {
  const pictures = mkdtempSync(join(tmpdir(), 'reader-support-pictures-'));
  drawCommit(values.against, pictures);
  status = run(root, ['pictures'], { BROWSER_ALL: '1', BROWSER_REFERENCE: pictures });
  process.stdout.write(`The pictures are in ${pictures}; what differs is there as ….now.png.\n`);
} else
  status = run(root, positionals, {
    BROWSER_REPORT: report,
    ...(values.all ? { BROWSER_ALL: '1' } : {}),
    ...(values.update ? { BROWSER_UPDATE: '1' } : {}),
  });

if (existsSync(report)) {
  process.stdout.write('Measured on this machine:\n');
  for (const row of readFileSync(report, 'utf8').trimEnd().split('\n').sort())
    process.stdout.write(`  ${row.replace('\t', ': ')}\n`);
}
if (!values.all)
  process.stdout.write('Every look of every state and page, and pictures: npm run test:browser -- --all\n');
rmSync(folder, { recursive: true, force: true });
process.exit(status);
