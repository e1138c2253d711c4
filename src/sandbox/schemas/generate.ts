import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TypeNode } from './declarations.ts';
import { makeDeriver, objectNameOf, type Schema } from './derive.ts';
import { openLibrary, type Library } from './library.ts';
import { keepOnly, objects, operations } from './subset.ts';

type Meta = Library['meta'];

/** One served call: the schema of its parameters, query and body in one bag. */
export type RequestSchemas = {
  meta: Meta;
  operations: Record<string, { sdk: string; params: Schema }>;
  $defs: Record<string, Schema>;
};

/** Emitted objects by the name in their `object` field; `deleted` ones carry that word in front. */
export type ObjectSchemas = { meta: Meta; objects: Record<string, Schema>; $defs: Record<string, Schema> };

/** Every snapshot event type this SDK knows. */
export type EventTypes = { meta: Meta; types: string[] };

export type GeneratedSchemas = { requests: RequestSchemas; objects: ObjectSchemas; events: EventTypes };

/** Derives all checked-in schemas from the installed SDK. */
export function generateSchemas(): GeneratedSchemas {
  const library = openLibrary();
  return {
    requests: deriveRequests(library),
    objects: deriveObjects(library),
    events: deriveEvents(library),
  };
}

/** Writes the schemas beside this file; run it after every SDK upgrade and read the difference. */
export function writeSchemas(): void {
  for (const [name, schemas] of Object.entries(generateSchemas())) {
    writeFileSync(fileURLToPath(new URL(`${name}.json`, import.meta.url)), serialize(schemas));
  }
}

/** One definition a line: small, and a difference shows which type changed. */
export function serialize(schemas: object): string {
  const sections = Object.entries(schemas).map(([name, section]) => {
    const isTable = name !== 'meta' && !Array.isArray(section);
    if (!isTable) return `${JSON.stringify(name)}:${JSON.stringify(section)}`;
    const rows = Object.entries(section as object).map(
      ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
    );
    return `${JSON.stringify(name)}:{\n${rows.join(',\n')}\n}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}

function deriveRequests(library: Library): RequestSchemas {
  const deriver = makeDeriver(library, { nullAsEmptyText: true });
  const derived: RequestSchemas['operations'] = {};
  for (const [module, names] of Object.entries(operations)) {
    const file = `resources/${module}`;
    const routes = library.routesOf(file);
    for (const name of names) {
      const route = routes.get(name);
      const method = library.methodsOf(file).find((method) => method.name === name);
      if (route === undefined || method === undefined) throw new Error(`The SDK has no ${module}.${name}.`);
      const params = method.params.find((param) => param.name === 'params');
      derived[`${route.verb} ${route.path}`] = {
        sdk: `${module.replace('/', '.')}.${name}`,
        params:
          params === undefined
            ? { type: 'object', additionalProperties: false }
            : deriver.typeAt(file, params.type),
      };
    }
  }
  return { meta: library.meta, operations: derived, $defs: deriver.definitions };
}

function deriveObjects(library: Library): ObjectSchemas {
  const named = objects.map(([module, type]) => {
    const file = `resources/${module}`;
    const node: TypeNode = { kind: 'name', path: [type], args: [] };
    const found = library.find(file, library.scopeOf(file), [type]);
    const objectName = found && objectNameOf(found);
    if (objectName === undefined) throw new Error(`The SDK has no object ${type}.`);
    const isDeleted = type.startsWith('Deleted');
    return { file, node, objectName, name: isDeleted ? `deleted ${objectName}` : objectName };
  });
  const served = new Set(named.map(({ objectName }) => objectName));
  const deriver = makeDeriver(library, {
    keepOnly,
    isServed: (name) => served.has(name),
    nullAsEmptyText: false,
  });
  const derived = Object.fromEntries(named.map(({ name, file, node }) => [name, deriver.typeAt(file, node)]));
  const event = deriver.definitions['Event.Data.Object'];
  // An event carries any served object; which one is checked by that object's own schema.
  if (event !== undefined) deriver.definitions['Event.Data.Object'] = { type: 'object' };
  deriver.definitions['Event.Data.PreviousAttributes'] = { type: 'object' };
  return { meta: library.meta, objects: derived, $defs: deriver.definitions };
}

function deriveEvents(library: Library): EventTypes {
  const scope = library.scopeOf('resources/Events');
  const type = scope.namespaces.get('Event')?.types.get('Type')?.body;
  const types = type?.kind === 'union' ? type.types : [];
  return {
    meta: library.meta,
    types: types.flatMap((node) => (node.kind === 'literal' ? [String(node.value)] : [])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSchemas();
