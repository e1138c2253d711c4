import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import type { DeclarationFile, Method, Scope, TypeDeclaration } from './declarations.ts';
import { parseDeclarations } from './parse-declarations.ts';

/** A declared type together with the file and the dotted name it was found under. */
export type Found = { declaration: TypeDeclaration; file: string; name: string };

/** The installed SDK's declarations, read file by file when first asked for. */
export type Library = {
  meta: { sdk: string; apiVersion: string };
  find(file: string, scope: Scope, path: string[]): Found | undefined;
  scopeOf(file: string): Scope;
  methodsOf(file: string): Method[];
  /** Verb and path of every method of a resource, as its module calls them. */
  routesOf(file: string): Map<string, { verb: string; path: string }>;
};

/** Opens the SDK found from this repository, whichever version is installed. */
export function openLibrary(): Library {
  const root = dirname(dirname(createRequire(import.meta.url).resolve('stripe')));
  const read = (file: string) => readFileSync(join(root, 'esm', file), 'utf8');
  const files = new Map<string, DeclarationFile | undefined>();

  function open(file: string): DeclarationFile | undefined {
    if (!files.has(file))
      files.set(
        file,
        tryParse(() => read(`${file}.d.ts`)),
      );
    return files.get(file);
  }

  function find(file: string, scope: Scope, path: string[]): Found | undefined {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const found = descend(at, path);
      if (found !== undefined) return { ...found, file };
    }
    const opened = open(file);
    const imported = opened?.imports.get(path[0] ?? '');
    if (imported === undefined) return undefined;
    const target = posix.join(posix.dirname(file), imported.from.replace(/\.js$/, ''));
    const next = open(target);
    if (next === undefined) return undefined;
    // A folder's index exports its nouns under the folder's name: Checkout.Session, TestHelpers.TestClock.
    const inside = target.endsWith('/index') ? path.slice(1) : [imported.name, ...path.slice(1)];
    return find(target, next.scope, inside);
  }

  return {
    meta: { sdk: `stripe@${readVersion(root)}`, apiVersion: readApiVersion(read('apiVersion.js')) },
    find,
    scopeOf: (file) => required(open(file), file).scope,
    methodsOf: (file) => [...required(open(file), file).scope.classes.values()].flat(),
    routesOf: (file) => readRoutes(read(`${file}.js`)),
  };
}

function descend(scope: Scope, path: string[]): Omit<Found, 'file'> | undefined {
  let at: Scope | undefined = scope;
  for (const part of path.slice(0, -1)) at = at?.namespaces.get(part);
  const declaration = at?.types.get(path.at(-1) ?? '');
  if (declaration === undefined) return undefined;
  return { declaration, name: [...nameOf(scope), ...path].join('.') };
}

function nameOf(scope: Scope): string[] {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at?.parent !== undefined; at = at.parent) {
    for (const [name, child] of at.parent.namespaces) if (child === at) names.unshift(name);
  }
  return names;
}

function readRoutes(source: string): Map<string, { verb: string; path: string }> {
  const routes = new Map<string, { verb: string; path: string }>();
  const call = /^ {4}(\w+)\([^)]*\) \{\s*return this\._makeRequest\('(\w+)', (?:'([^']+)'|`([^`]+)`)/gm;
  for (const [, method, verb, fixed, template] of source.matchAll(call)) {
    const path = fixed ?? (template ?? '').replace(/\$\{encodeURIComponent\((\w+)\)\}/g, '{$1}');
    routes.set(method ?? '', { verb: verb ?? '', path });
  }
  return routes;
}

function tryParse(read: () => string): DeclarationFile | undefined {
  let source: string;
  try {
    source = read();
  } catch {
    return undefined;
  }
  return parseDeclarations(source);
}

function required<T>(value: T | undefined, file: string): T {
  if (value === undefined) throw new Error(`The SDK has no ${file}.`);
  return value;
}

function readVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

function readApiVersion(source: string): string {
  return /ApiVersion = '([^']+)'/.exec(source)?.[1] ?? 'unknown';
}
