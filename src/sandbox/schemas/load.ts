import { readFileSync } from 'node:fs';
import type { EventTypes, ObjectSchemas, RequestSchemas } from './generate.ts';

// The file was written by generate.ts, which is where its type stands.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function load<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => (loaded ??= JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as T);
}

/** The checked-in schemas, read when first needed. */
export const requestSchemas = load<RequestSchemas>('requests');
export const objectSchemas = load<ObjectSchemas>('objects');
const loadEvents = load<EventTypes>('events');

let types: Set<string> | undefined;
export function eventTypes(): Set<string> {
  return (types ??= new Set(loadEvents().types));
}
