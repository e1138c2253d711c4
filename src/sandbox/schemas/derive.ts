import type { Member, Scope, TypeNode } from './declarations.ts';
import type { Found, Library } from './library.ts';

/** The part of JSON Schema the SDK's types need. */
export type Schema = {
  type?: string;
  enum?: (string | number | boolean | null)[];
  anyOf?: Schema[];
  items?: Schema;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | false;
  $ref?: string;
};

/** What a derivation may leave out, and what a `number` or a reference to elsewhere means in it. */
export type Rules = {
  /** Properties kept of a type, by dotted name; types not named keep all. */
  keepOnly?: Record<string, readonly string[]>;
  /** Objects that may stand where an id may; others are written as the bare id. */
  isServed?: (objectName: string) => boolean;
  /** A form sends every null as an empty string. */
  nullAsEmptyText: boolean;
};

type Place = { file: string; scope: Scope; generics: Map<string, { node: TypeNode; place: Place }> };

/** Turns SDK types into closed JSON schemas; named object types become definitions that refer to each other. */
export function makeDeriver(library: Library, rules: Rules) {
  const definitions: Record<string, Schema> = {};
  const owners = new Map<string, string>();

  function typeAt(file: string, node: TypeNode): Schema {
    return derive(node, { file, scope: library.scopeOf(file), generics: new Map() }, '');
  }

  function derive(node: TypeNode, place: Place, memberName: string): Schema {
    switch (node.kind) {
      case 'literal':
        return { enum: [node.value === null && rules.nullAsEmptyText ? '' : node.value] };
      case 'array':
        return arrayOf(derive(node.item, place, memberName));
      case 'union':
        return deriveUnion(node.types, place, memberName);
      case 'intersection':
        throw new Error(`No schema for the intersection at ${memberName}.`);
      case 'object':
        return deriveObject([node.members], node.index, place, '');
      default:
        return deriveName(node, place, memberName);
    }
  }

  function deriveUnion(types: TypeNode[], place: Place, memberName: string): Schema {
    const known = types.filter((type) => !isName(type, 'OtherString') && !isName(type, 'void'));
    const schemas = known.map((type) => derive(type, place, memberName)).flatMap(flatten);
    const served = schemas.filter((schema) => schema.$ref !== unserved);
    return served.length === 0 ? { $ref: unserved } : union(served);
  }

  function deriveName(node: TypeNode & { kind: 'name' }, place: Place, memberName: string): Schema {
    const name = node.path.join('.');
    const generic = place.generics.get(name);
    if (generic !== undefined) return derive(generic.node, generic.place, memberName);
    const builtIn = deriveBuiltIn(name, node.args, place, memberName);
    if (builtIn !== undefined) return builtIn;
    const found = library.find(place.file, place.scope, node.path);
    if (found === undefined) return { $ref: unserved };
    const generics = new Map(
      found.declaration.generics.map((generic, i) => [generic, { node: node.args[i]!, place }]),
    );
    const inner: Place = { file: found.file, scope: found.declaration.scope, generics };
    if (found.declaration.body.kind !== 'object') return derive(found.declaration.body, inner, memberName);
    return define(found, inner);
  }

  function deriveBuiltIn(name: string, args: TypeNode[], place: Place, member: string): Schema | undefined {
    if (name === 'string' || name === 'Decimal') return { type: 'string' };
    if (name === 'boolean') return { type: 'boolean' };
    if (name === 'number') return { type: isFraction(member) ? 'number' : 'integer' };
    if (name === 'void' || name === 'undefined') return { enum: [] };
    if (name === 'Partial') return { type: 'object' };
    if (name !== 'ApiList') return undefined;
    const properties = {
      object: { enum: ['list'] },
      data: arrayOf(derive(args[0]!, place, member)),
      has_more: { type: 'boolean' },
      url: { type: 'string' },
    };
    return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  }

  function define(found: Found, place: Place): Schema {
    const objectName = objectNameOf(found);
    const isElsewhere =
      objectName !== undefined && rules.isServed !== undefined && !rules.isServed(objectName);
    if (isElsewhere) return { $ref: unserved };
    const key = keyOf(found);
    if (!(key in definitions)) {
      definitions[key] = {};
      definitions[key] = deriveObject(membersOf(found, place), indexOf(found), place, key);
    }
    return { $ref: `#/$defs/${key}` };
  }

  /** Two files may use one dotted name; the later one is told apart by its file. */
  function keyOf(found: Found): string {
    const owner = owners.get(found.name);
    if (owner === undefined) owners.set(found.name, found.file);
    if (owner === undefined || owner === found.file) return found.name;
    return `${found.file.replace(/^resources\//, '').replaceAll('/', '_')}:${found.name}`;
  }

  function membersOf(found: Found, place: Place): Member[][] {
    const groups: Member[][] = [];
    for (const base of found.declaration.bases) {
      const parent = base.kind === 'name' ? library.find(place.file, place.scope, base.path) : undefined;
      if (parent !== undefined) groups.push(...membersOf(parent, place));
    }
    if (found.declaration.body.kind === 'object') groups.push(found.declaration.body.members);
    return groups;
  }

  function deriveObject(groups: Member[][], index: TypeNode | undefined, place: Place, name: string): Schema {
    const properties: Record<string, Schema> = {};
    const required = new Set<string>();
    const kept = rules.keepOnly?.[name];
    for (const member of groups.flat()) {
      if (isName(member.type, 'void') || (kept !== undefined && !kept.includes(member.name))) continue;
      const schema = derive(member.type, place, member.name);
      if (schema.$ref === unserved) continue;
      properties[member.name] = schema;
      if (member.optional) required.delete(member.name);
      else required.add(member.name);
    }
    const schema: Schema = { type: 'object', additionalProperties: false };
    if (Object.keys(properties).length > 0) schema.properties = properties;
    if (required.size > 0) schema.required = [...required];
    if (index !== undefined) schema.additionalProperties = derive(index, place, '');
    return schema;
  }

  return { typeAt, definitions };
}

/** Stands for an object the sandbox never answers with. */
const unserved = 'unserved';

/** The value of an object's own `object` field, which says what it is on the wire. */
export function objectNameOf(found: Found): string | undefined {
  if (found.declaration.body.kind !== 'object') return undefined;
  const type = found.declaration.body.members.find((member) => member.name === 'object')?.type;
  return type?.kind === 'literal' ? String(type.value) : undefined;
}

/** A list of objects the sandbox never answers with can only be empty. */
function arrayOf(items: Schema): Schema {
  return items.$ref === unserved ? { type: 'array', maxItems: 0 } : { type: 'array', items };
}

function indexOf(found: Found): TypeNode | undefined {
  return found.declaration.body.kind === 'object' ? found.declaration.body.index : undefined;
}

function isName(type: TypeNode, name: string): boolean {
  return type.kind === 'name' && type.path.join('.') === name;
}

/** Stripe's integers and fractions are both `number` in the types; only these names hold fractions. */
function isFraction(memberName: string): boolean {
  return /percent|rate$|score|latitude|longitude|^height$|^width$/.test(memberName);
}

function flatten(schema: Schema): Schema[] {
  return schema.anyOf ?? [schema];
}

/** Literals of one union become one enum, and an enum of text vanishes beside free text. */
function union(schemas: Schema[]): Schema {
  const literals = schemas.flatMap((schema) => schema.enum ?? []);
  const others = schemas.filter((schema) => schema.enum === undefined);
  const isFreeText = others.some((schema) => schema.type === 'string');
  const left = isFreeText ? literals.filter((literal) => typeof literal !== 'string') : literals;
  if (left.length > 0) others.push({ enum: [...new Set(left)] });
  const distinct = [...new Map(others.map((schema) => [JSON.stringify(schema), schema])).values()];
  return distinct.length === 1 ? distinct[0]! : { anyOf: distinct };
}
