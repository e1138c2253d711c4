// The service as a few files with all its packages inside: loading a thousand small ones would take most of a start.
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes cli.js into `folder`, and beside it chunks/: what every start needs, and what is loaded where an `import()` in
 * src/ asks for it. Names of functions stay; `node --enable-source-maps` shows the lines of src/ in a stack trace. Tests
 * name another `entry` for a program of their own with the service's parts in it.
 *
 * @param entry where to begin, for the bench: what the packages cost without the service
 * @returns esbuild's account of what went where
 */
export async function bundleService(folder, entry = 'src/cli.ts') {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    // Packages that are written for require() ask Node's own modules for it.
    banner: { js: `const require=process.getBuiltinModule?.('node:module').createRequire(import.meta.url);` },
    plugins: [outside, nodeHttp, oneByte, noTables, parts],
  });
  writeFileSync(join(folder, 'licences.txt'), licences(Object.keys(metafile.inputs)));
  return metafile;
}

/** What stays outside: a program for the machine, and the demo with the sandbox, which no service loads. */
const outside = {
  name: 'outside',
  setup(bundle) {
    bundle.onResolve({ filter: /^(better-sqlite3|pg-native)$/ }, ({ path }) => ({ path, external: true }));
    bundle.onResolve({ filter: /\/demo\/demo\.ts$/ }, () => ({ path: '../demo/demo.js', external: true }));
  },
};

/**
 * An import statement reads everything that a module exports, and `node:http` loads a client for WebSocket, as large as
 * Express, when somebody reads its name. So this one is taken as require() takes it.
 */
const nodeHttp = {
  name: 'node:http',
  setup(bundle) {
    bundle.onResolve({ filter: /^(node:)?https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'node' } : undefined,
    );
    bundle.onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`,
    }));
  },
};

/** One character beyond ASCII, and V8 keeps the whole file with two bytes for each: twice the memory. */
const oneByte = {
  name: 'one byte',
  setup(bundle) {
    bundle.onLoad({ filter: /\.[mc]?[jt]s$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /[^\0-\x7f]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      loader: path.endsWith('ts') ? 'ts' : 'js',
    }));
  },
};

/** Half a megabyte of Chinese, Japanese and Korean character sets: http/route.ts takes UTF-8 alone. */
const noTables = {
  name: 'no tables',
  setup(bundle) {
    bundle.onLoad({ filter: /iconv-lite\/encodings\/tables\/.*\.json$/ }, () => ({
      contents: '[]',
      loader: 'json',
    }));
  },
};

/** Where each name stands that we take of packages whose own list of names loads everything they have. */
const PARTS = {
  'prom-client': { Counter: 'counter', Gauge: 'gauge', Histogram: 'histogram', Registry: 'registry' },
  'rate-limiter-flexible': {
    RateLimiterMemory: 'RateLimiterMemory',
    RateLimiterQueue: 'RateLimiterQueue',
    RateLimiterRes: 'RateLimiterRes',
  },
};

/** Leaves out figures of Node that nobody asks for, and limits kept in twenty databases. A name that PARTS lacks fails the build. */
const parts = {
  name: 'parts',
  setup(bundle) {
    const packages = new RegExp(`^(${Object.keys(PARTS).join('|')})$`);
    bundle.onResolve({ filter: packages }, ({ path }) => ({ path, namespace: 'parts' }));
    bundle.onLoad({ filter: /./, namespace: 'parts' }, ({ path }) => ({
      contents: Object.entries(PARTS[path])
        .map(([name, file]) => `export { default as ${name} } from '${path}/lib/${file}.js';`)
        .join('\n'),
      resolveDir: root,
    }));
  },
};

/** The licences of the packages whose code is in the bundle: they ask to go where it goes. */
function licences(files) {
  const packages = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...packages]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const texts = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      return [
        `${name} ${version} (${license})`,
        ...texts.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()),
      ].join('\n\n');
    })
    .join('\n\n----\n\n');
}
