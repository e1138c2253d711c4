// Bundles the box: public/rs/rs.js (styles and English inside), what it loads when a reader needs it (what follows
// Continue, the reminder panel, the words of another language), public/rs/rs.css, and a manifest with sizes and
// integrity hashes. The same input
// gives the same bytes. Every reader pays for these bytes, so names that only we see are shortened here;
// the sources keep theirs.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { sheetModule, shadowStyles } from './build-styles.mjs';
import { OWN_PROPERTIES } from './build-names.mjs';

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

/** Grows from bundle to bundle, so that a property is called the same in all of them. */
let shortNames = {};

/** What the files loaded later take from rs.js (src/widget/kit.ts): their imports of these modules lead there. */
const KIT_MODULES = /\/(tree|frame|icons|dom|choice|money-text|amount-form|load-words)\.ts$|^rs:kit$/;
const kitNames =
  /kit = \{([^}]*)/.exec(await readFile(path('src/widget/kit.ts'), 'utf8'))?.[1]?.replace(/,\s*$/, '') ?? '';
const kit = `let ${kitNames}; export {${kitNames}}; export const take = (kit) => ({${kitNames}} = kit);`;

/** Stands in every address until the hash is known: of all files together, so that rs.js holds one and not ten. */
const HASH = 'HASHOFAL';
const languages = (await readdir(path('src/box/words')))
  .map((name) => name.slice(0, -'.ts'.length))
  .filter((language) => language !== 'en');

const first = await scripts('', '');
const styles = shadowStyles(css.code.trim(), first.rs + first.continue, first.reminder);
const { rs, ...whole } = await scripts(styles.box, styles.panel);
const later = Object.fromEntries(
  Object.entries(whole).map(([name, script]) => [name, styles.rename(script)]),
);
// The names hold the hash: an old rs.js in a cache never meets a panel or words that it does not know.
const hash = createHash('sha256').update(JSON.stringify(later)).digest('hex').slice(0, HASH.length);
const hashed = (script) => Buffer.from(script.replaceAll(HASH, hash));

const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));
const files = {
  'rs.js': hashed(styles.rename(rs)),
  ...Object.fromEntries(
    Object.entries(later).map(([name, script]) => [`${name}-${hash}.js`, hashed(script)]),
  ),
  'rs.css': Buffer.from(css.code),
};
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
for (const name of await readdir(path('public/rs')))
  if (/^[a-z-]+-\w+\.js$/.test(name) && !(name in files))
    await rm(path(`public/rs/${name}`), { force: true });

const sizes = Object.entries(manifest.files).map(
  ([name, { bytes, brotliBytes }]) => `${name} ${bytes} B (${brotliBytes} B brotli)`,
);
const tookMs = Math.round(performance.now() - started);
process.stdout.write(`widget ${version}: ${sizes.join(', ')} in ${tookMs} ms\n`);

/** All scripts, with the same short names in each, since one calls the other. */
async function scripts(boxCss, panelCss) {
  const borrow = (step) => step.onResolve({ filter: KIT_MODULES }, () => ({ path: 'kit', namespace: 'rs' }));
  const entry = (contents) => ({ stdin: { contents, resolveDir: path('src/widget') } });
  // First, because every reader loads it: the shortest names are given away in this order.
  const rs = await bundle({ entryPoints: [path('src/widget/rs.ts')] }, boxCss, (step) =>
    step.onResolve({ filter: /^rs:(continue|reminder)$/ }, (asked) => ({
      path: `./${asked.path.slice(3)}-${HASH}.js`,
      external: true,
    })),
  );
  const reminder = await bundle(
    entry(
      `export { css } from 'rs:styles'; export { take } from 'rs:kit'; export { openPanel } from './reminder-screen.ts';`,
    ),
    panelCss,
    borrow,
  );
  const next = await bundle(
    entry(`export { take } from 'rs:kit'; export { afterContinue } from './continue.ts';`),
    '',
    borrow,
  );
  const words = {};
  for (const language of languages)
    for (const [name, part] of [
      [language, 'box'],
      [`${language}-continue`, 'fault'],
      [`${language}-reminder`, 'reminder'],
    ])
      words[name] = await bundle(
        entry(`export { ${part} as texts } from '../box/words/${language}.ts';`),
        '',
        () => {},
      );
  return { reminder, continue: next, ...words, rs };
}

async function bundle(options, boxCss, more) {
  const { outputFiles, mangleCache } = await build({
    bundle: true,
    write: false,
    format: 'esm',
    target: TARGET,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    mangleProps: OWN_PROPERTIES,
    mangleCache: shortNames,
    ...options,
    plugins: [
      {
        name: 'inside',
        setup(step) {
          more(step);
          step.onResolve({ filter: /^rs:styles$/ }, () => ({ path: 'styles', namespace: 'rs' }));
          // Only pages without a script add to the form; here that code would never run.
          step.onLoad({ filter: /\/box\/(amount-\w+|frame)\.ts$/ }, async (file) => ({
            contents: (await readFile(file.path, 'utf8')).replace(/view\.(extra|printUrl)/g, 'undefined'),
            loader: 'ts',
          }));
          step.onLoad({ filter: /.*/, namespace: 'rs' }, (file) => ({
            contents: file.path === 'kit' ? kit : sheetModule(boxCss),
          }));
        },
      },
    ],
  });
  shortNames = mangleCache;
  // An address that is put together when it is needed is left alone by esbuild.
  return outputFiles[0].text.replace(/`rs:words\/([^`]*)`/g, (_, name) => `\`./${name}-${HASH}.js\``);
}

/** In one step and only where it differs: a server or a test may be reading the file at this moment. */
async function replaceFile(name, bytes) {
  const before = await readFile(path(name)).catch(() => null);
  if (before?.equals(bytes)) return;
  const fresh = path(`${name}.${process.pid}`);
  await writeFile(fresh, bytes);
  await rename(fresh, path(name));
}
