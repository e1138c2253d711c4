import type { Member, TypeNode } from './declarations.ts';
import type { Reader } from './reader.ts';

/** The names between angle brackets after a declaration's name. */
export function readGenerics(reader: Reader): string[] {
  const names: string[] = [];
  if (!reader.take('<')) return names;
  while (!reader.take('>')) {
    names.push(reader.next().text);
    reader.take(',');
  }
  return names;
}

/** Reads one type expression. */
export function readType(reader: Reader): TypeNode {
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

export function readPostfix(reader: Reader): TypeNode {
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

/** The members between two braces. */
export function readObject(reader: Reader): TypeNode {
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
