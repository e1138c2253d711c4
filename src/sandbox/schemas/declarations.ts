import { tokenize, type Token } from './tokens.ts';

/** A type expression, as far as the SDK's generated declarations use them. */
export type TypeNode =
  | { kind: 'name'; path: string[]; args: TypeNode[] }
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'array'; item: TypeNode }
  | { kind: 'union'; types: TypeNode[] }
  | { kind: 'intersection'; types: TypeNode[] }
  | { kind: 'object'; members: Member[]; index: TypeNode | undefined };

export type Member = { name: string; optional: boolean; type: TypeNode };
export type Method = { name: string; params: { name: string; type: TypeNode }[]; returns: TypeNode };

/** Everything a file or a namespace declares under one name. */
export type Scope = {
  types: Map<string, TypeDeclaration>;
  namespaces: Map<string, Scope>;
  classes: Map<string, Method[]>;
  parent: Scope | undefined;
};

export type TypeDeclaration = {
  generics: string[];
  bases: TypeNode[];
  body: TypeNode;
  scope: Scope;
};

export type DeclarationFile = {
  scope: Scope;
  /** Local name to the module it comes from and the name it has there. */
  imports: Map<string, { from: string; name: string }>;
};

/**
 * Reads one declaration file. TypeScript 7 has no JavaScript compiler interface, and the SDK's
 * declarations are generated and regular, so a small reader of our own is the lighter tool.
 */
export function parseDeclarations(source: string): DeclarationFile {
  const reader = makeReader(tokenize(source));
  const file: DeclarationFile = { scope: newScope(undefined), imports: new Map() };
  while (!reader.done()) readStatement(reader, file.scope, file);
  return file;
}

type Reader = ReturnType<typeof makeReader>;

function makeReader(tokens: Token[]) {
  let at = 0;
  const peek = (ahead = 0): string => {
    const token = tokens[at + ahead];
    return token === undefined || token.kind === 'string' ? '' : token.text;
  };
  return {
    peek,
    done: () => at >= tokens.length,
    next(): Token {
      const token = tokens[at++];
      if (token === undefined) throw new Error('The declaration file ends too early.');
      return token;
    },
    take(text: string): boolean {
      if (peek() !== text) return false;
      at++;
      return true;
    },
    expect(text: string): void {
      if (peek() !== text) throw new Error(`Expected ${text} but found ${tokens[at]?.text ?? 'the end'}.`);
      at++;
    },
    /** Leaves out one balanced group that starts at the current opening sign. */
    skipGroup(): void {
      let depth = 0;
      do {
        const sign = peek();
        if (sign === '{' || sign === '(') depth++;
        if (sign === '}' || sign === ')') depth--;
        at++;
      } while (depth > 0);
    },
    skipPast(sign: string): void {
      while (at < tokens.length && peek() !== sign) {
        if (peek() === '{' || peek() === '(') this.skipGroup();
        else at++;
      }
      at++;
    },
  };
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

function readGenerics(reader: Reader): string[] {
  const names: string[] = [];
  if (!reader.take('<')) return names;
  while (!reader.take('>')) {
    names.push(reader.next().text);
    reader.take(',');
  }
  return names;
}

function readType(reader: Reader): TypeNode {
  reader.take('|');
  const types = [readIntersection(reader)];
  while (reader.take('|')) types.push(readIntersection(reader));
  return types.length === 1 ? types[0]! : { kind: 'union', types };
}

function readIntersection(reader: Reader): TypeNode {
  const types = [readPostfix(reader)];
  while (reader.take('&')) types.push(readPostfix(reader));
  return types.length === 1 ? types[0]! : { kind: 'intersection', types };
}

function readPostfix(reader: Reader): TypeNode {
  let type = readPrimary(reader);
  while (reader.peek() === '[' && reader.peek(1) === ']') {
    reader.expect('[');
    reader.expect(']');
    type = { kind: 'array', item: type };
  }
  return type;
}

function readPrimary(reader: Reader): TypeNode {
  if (reader.peek() === '{') return readObject(reader);
  if (reader.peek() === '(') return readParenthesised(reader);
  const token = reader.next();
  if (token.kind === 'string') return { kind: 'literal', value: token.text };
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  if (token.text === 'null') return { kind: 'literal', value: null };
  if (token.text === 'true' || token.text === 'false')
    return { kind: 'literal', value: token.text === 'true' };
  const path = [token.text];
  while (reader.take('.')) path.push(reader.next().text);
  const args: TypeNode[] = [];
  if (reader.take('<')) {
    do args.push(readType(reader));
    while (reader.take(','));
    reader.expect('>');
  }
  return path.join('.') === 'Array' ? { kind: 'array', item: args[0]! } : { kind: 'name', path, args };
}

/** A parenthesis holds either a type or the parameters of a function, which no schema needs. */
function readParenthesised(reader: Reader): TypeNode {
  if (
    reader.peek(2) === ':' ||
    reader.peek(2) === '?' ||
    reader.peek(1) === ')' ||
    reader.peek(1) === '...'
  ) {
    reader.skipGroup();
    reader.expect('=>');
    readType(reader);
    return { kind: 'name', path: ['unknown'], args: [] };
  }
  reader.expect('(');
  const type = readType(reader);
  reader.expect(')');
  return type;
}

function readObject(reader: Reader): TypeNode {
  reader.expect('{');
  const members: Member[] = [];
  let index: TypeNode | undefined;
  while (!reader.take('}')) {
    reader.take('readonly');
    if (reader.take('[')) {
      reader.skipPast(']');
      reader.expect(':');
      index = readType(reader);
    } else {
      const name = reader.next().text;
      const optional = reader.take('?');
      if (reader.peek() === '(') {
        reader.skipPast(';');
        continue;
      }
      reader.expect(':');
      members.push({ name, optional, type: readType(reader) });
    }
    if (!reader.take(';')) reader.take(',');
  }
  return { kind: 'object', members, index };
}
