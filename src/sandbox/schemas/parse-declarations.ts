import type { DeclarationFile, Method, Scope, TypeNode } from './declarations.ts';
import { readGenerics, readObject, readPostfix, readType } from './parse-types.ts';
import { makeReader, type Reader } from './reader.ts';

/**
 * Reads one declaration file. TypeScript 7 has no JavaScript compiler interface, and the SDK's
 * declarations are generated and regular, so a small reader of our own is the lighter tool.
 */
export function parseDeclarations(source: string): DeclarationFile {
  const reader = makeReader(source);
  const file: DeclarationFile = { scope: newScope(undefined), imports: new Map() };
  while (!reader.done()) readStatement(reader, file.scope, file);
  return file;
}

function newScope(parent: Scope | undefined): Scope {
  return { types: new Map(), namespaces: new Map(), classes: new Map(), parent };
}

function readStatement(reader: Reader, scope: Scope, file: DeclarationFile): void {
  if (reader.peek() === 'import') return readImport(reader, file);
  reader.take('export');
  reader.take('declare');
  reader.take('abstract');
  switch (reader.peek()) {
    case 'interface':
      return readInterface(reader, scope);
    case 'type':
      return readAlias(reader, scope);
    case 'namespace':
      return readNamespace(reader, scope, file);
    case 'class':
      return readClass(reader, scope);
    default:
      reader.skipPast(';');
  }
}

function readImport(reader: Reader, file: DeclarationFile): void {
  reader.expect('import');
  reader.take('type');
  if (!reader.take('{')) return reader.skipPast(';');
  const names: [local: string, name: string][] = [];
  while (!reader.take('}')) {
    const name = reader.next().text;
    names.push([reader.take('as') ? reader.next().text : name, name]);
    reader.take(',');
  }
  reader.expect('from');
  const from = reader.next().text;
  for (const [local, name] of names) file.imports.set(local, { from, name });
  reader.take(';');
}

function readInterface(reader: Reader, scope: Scope): void {
  reader.expect('interface');
  const name = reader.next().text;
  const generics = readGenerics(reader);
  const bases: TypeNode[] = [];
  if (reader.take('extends')) {
    do bases.push(readPostfix(reader));
    while (reader.take(','));
  }
  const body = readObject(reader);
  scope.types.set(name, { generics, bases, body, scope });
}

function readAlias(reader: Reader, scope: Scope): void {
  reader.expect('type');
  const name = reader.next().text;
  const generics = readGenerics(reader);
  reader.expect('=');
  const body = readType(reader);
  reader.take(';');
  scope.types.set(name, { generics, bases: [], body, scope });
}

function readNamespace(reader: Reader, scope: Scope, file: DeclarationFile): void {
  reader.expect('namespace');
  const name = reader.next().text;
  const inner = scope.namespaces.get(name) ?? newScope(scope);
  scope.namespaces.set(name, inner);
  reader.expect('{');
  while (!reader.take('}')) readStatement(reader, inner, file);
}

/** Of a class only its methods matter: their parameter types and what they return. */
function readClass(reader: Reader, scope: Scope): void {
  reader.expect('class');
  const name = reader.next().text;
  while (reader.peek() !== '{') reader.next();
  reader.expect('{');
  const methods: Method[] = [];
  while (!reader.take('}')) {
    const method = reader.next().text;
    if (reader.peek() !== '(' || method === 'constructor') {
      reader.skipPast(';');
      continue;
    }
    methods.push({ name: method, params: readParams(reader), returns: readReturn(reader) });
  }
  scope.classes.set(name, methods);
}

function readParams(reader: Reader): Method['params'] {
  const params: Method['params'] = [];
  reader.expect('(');
  while (!reader.take(')')) {
    const name = reader.next().text;
    reader.take('?');
    reader.expect(':');
    params.push({ name, type: readType(reader) });
    reader.take(',');
  }
  return params;
}

function readReturn(reader: Reader): TypeNode {
  reader.expect(':');
  const type = readType(reader);
  reader.take(';');
  return type;
}
