// Bundles the box: public/rs/rs.js (styles and English inside), the files that it loads when a page or a reader
// asks for what is in them, public/rs/rs.css, and a manifest with sizes and integrity hashes. The same input
// gives the same bytes. Every reader pays for these bytes, so names that only we see are shortened here;
// the sources keep theirs.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { sheetModule, shadowStyles } from './build-styles.mjs';
import { OWN_PROPERTIES, TEXT_NAMES } from './build-names.mjs';

const TARGET = ['es2022', 'chrome111', 'firefox113', 'safari16.4'];
const started = performance.now();
const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

const css = await sheet('public/tokens.css', 'public/box.css');
const moreCss = await sheet('src/widget/more.css');

/** Grows from bundle to bundle, so that a property is called the same in all of them. */
let shortNames = {};

/** What the files loaded later take from rs.js (src/widget/kit.ts): their imports of these modules lead there. */
const KIT_MODULES = /\/(tree|frame|icons|dom|choice|money-text|amount-form|load-words|quiet)\.ts$|^rs:kit$/;
const kitNames =
  /kit = \{([^}]*)/.exec(await readFile(path('src/widget/kit.ts'), 'utf8'))?.[1]?.replace(/,\s*$/, '') ?? '';
const kit = `let ${kitNames}; export {${kitNames}}; export const take = (kit) => ({${kitNames}} = kit);`;

/** Stands in every address until the hash is known: of all files together, so that rs.js holds one and not ten. */
const HASH = 'HASHOFAL';
const languages = (await readdir(path('src/box/words')))
  .map((name) => name.slice(0, -'.ts'.length))
  .filter((language) => language !== 'en');
/** Words of other languages than English: each part of them is a file beside the one that shows it. */
const WORDS = { box: '', fault: '-continue', reminder: '-reminder', more: '-more' };

/** What the files loaded later hand out; each also takes the kit and brings the rules that only it needs. */
const LATER = {
  continue: `export { afterContinue } from './continue.ts';`,
  reminder: `export { openPanel } from './reminder-screen.ts';`,
  more: `export { dress, sayBack, thanksLine } from './more/more.ts'; export { hint } from './more/hints.ts';`,
};

const first = await scripts(() => '');
const styles = shadowStyles(css, moreCss, first);
const { rs, ...whole } = await scripts((name) => styles[name] ?? '');
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
  'rs.css': Buffer.from(css),
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

/** Style sheets as one, minified. */
async function sheet(...names) {
  const sources = await Promise.all(names.map((name) => readFile(path(name), 'utf8')));
  const { code } = await transform(sources.join('\n'), {
    loader: 'css',
    minify: true,
    charset: 'utf8',
    target: TARGET.slice(1),
  });
  return code.trim();
}

/** All scripts, with the same short names in each, since one calls the other. */
async function scripts(stylesOf) {
  const borrow = (step) => step.onResolve({ filter: KIT_MODULES }, () => ({ path: 'kit', namespace: 'rs' }));
  const entry = (contents) => ({ stdin: { contents, resolveDir: path('src/widget') } });
  // First, because every reader loads it: the shortest names are given away in this order.
  const made = {
    rs: await bundle({ entryPoints: [path('src/widget/rs.ts')] }, stylesOf('box'), () => {}),
  };
  const always = `export { css } from 'rs:styles'; export { take } from 'rs:kit';`;
  for (const [name, exports] of Object.entries(LATER))
    made[name] = await bundle(entry(`${always} ${exports}`), stylesOf(name), borrow);
  for (const language of languages)
    for (const [part, name] of Object.entries(WORDS))
      made[`${language}${name}`] = await bundle(
        entry(`export { ${part} as texts } from '../box/words/${language}.ts';`),
        '',
        () => {},
      );
  return made;
}

async function bundle(options, boxCss, more) {
  const { outputFiles, mangleCache } = await build({
    bundle: true,
    write: false,
    format: 'esm',
    target: TARGET,
    // Every one of them reads \p{Sc}; esbuild would write it so that older ones do, too.
    supported: { 'regexp-unicode-property-escapes': true },
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
          step.onResolve({ filter: /^rs:(styles|names)$/ }, (asked) => ({
            path: asked.path.slice(3),
            namespace: 'rs',
          }));
          // Only pages without a script add to the form; here that code would never run.
          step.onLoad({ filter: /\/box\/(amount-\w+|frame)\.ts$/ }, async (file) => ({
            contents: (await readFile(file.path, 'utf8')).replace(/view\.(extra|printUrl)/g, 'undefined'),
            loader: 'ts',
          }));
          step.onLoad({ filter: /.*/, namespace: 'rs' }, (file) => ({
            contents: { kit, names: TEXT_NAMES, styles: sheetModule(boxCss) }[file.path],
          }));
        },
      },
    ],
  });
  shortNames = mangleCache;
  // An address that is put together when it is needed is left alone by esbuild; what stands behind a `!` follows the name.
  return outputFiles[0].text.replace(
    /`rs:\w+\/([^`!]*)!?([^`]*)`/g,
    (_, name, after) => `\`./${name}-${HASH}.js${after}\``,
  );
}

/** In one step and only where it differs: a server or a test may be reading the file at this moment. */
async function replaceFile(name, bytes) {
  const before = await readFile(path(name)).catch(() => null);
  if (before?.equals(bytes)) return;
  const fresh = path(`${name}.${process.pid}`);
  await writeFile(fresh, bytes);
  await rename(fresh, path(name));
}
