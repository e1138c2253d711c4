// Bundles the box: public/rs/rs.js (styles and both languages inside), public/rs/rs.css and a manifest with
// sizes and integrity hashes. The same input gives the same bytes.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const TARGET = ['es2022', 'chrome111', 'firefox113', 'safari16.4'];
const started = performance.now();
const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

const sources = await Promise.all(
  ['public/tokens.css', 'public/box.css'].map((name) => readFile(path(name), 'utf8')),
);
const css = await transform(sources.join('\n'), {
  loader: 'css',
  minify: true,
  charset: 'utf8',
  target: TARGET.slice(1),
});
const script = await build({
  entryPoints: [path('src/widget/rs.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  target: TARGET,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  plugins: [
    {
      name: 'styles',
      setup(step) {
        step.onResolve({ filter: /^rs:styles$/ }, () => ({ path: 'styles', namespace: 'rs' }));
        step.onLoad({ filter: /.*/, namespace: 'rs' }, () => ({
          contents: `export const css = ${JSON.stringify(css.code.trim())}`,
        }));
      },
    },
  ],
});

const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));
const files = { 'rs.js': Buffer.from(script.outputFiles[0].contents), 'rs.css': Buffer.from(css.code) };
await mkdir(path('public/rs'), { recursive: true });
const manifest = { version, files: {} };
for (const [name, bytes] of Object.entries(files)) {
  manifest.files[name] = {
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
    bytes: bytes.length,
    brotliBytes: brotliCompressSync(bytes).length,
  };
  await replaceFile(`public/rs/${name}`, bytes);
}
await replaceFile('public/rs/manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

const sizes = Object.entries(manifest.files).map(
  ([name, { bytes, brotliBytes }]) => `${name} ${bytes} B (${brotliBytes} B brotli)`,
);
const tookMs = Math.round(performance.now() - started);
process.stdout.write(`widget ${version}: ${sizes.join(', ')} in ${tookMs} ms\n`);

/** In one step and only where it differs: a server or a test may be reading the file at this moment. */
async function replaceFile(name, bytes) {
  const before = await readFile(path(name)).catch(() => null);
  if (before?.equals(bytes)) return;
  const fresh = path(`${name}.${process.pid}`);
  await writeFile(fresh, bytes);
  await rename(fresh, path(name));
}
