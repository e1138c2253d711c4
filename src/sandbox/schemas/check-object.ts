import { makeCompiler, type Check } from './compile.ts';
import { objectSchemas } from './load.ts';
import type { World } from '../world/world.ts';

/** In a sample, so many of each kind are checked before only every fiftieth is. */
const alwaysChecked = 20;
const checkedEvery = 50;

let compile: ReturnType<typeof makeCompiler> | undefined;
const checks = new Map<string, Check>();
const seen = new WeakMap<World, Map<string, number>>();

/** Refuses to let out an object that does not have the form the SDK's types promise. */
export function checkEmitted(world: World, object: { object: string }, shape: string): void {
  if (world.settings.validateEmitted === 'sample' && !isInSample(world, `${object.object} ${shape}`)) return;
  world.counts.validated++;
  const problem = findProblem(object);
  if (problem !== undefined) throw new Error(`The sandbox made a wrong ${object.object}: ${problem}`);
}

/** What is wrong with an object by its own schema, or nothing. */
export function findProblem(object: { object: string }): string | undefined {
  const name = 'deleted' in object && object.deleted === true ? `deleted ${object.object}` : object.object;
  let check = checks.get(name);
  if (check === undefined) {
    const schemas = objectSchemas();
    const schema = schemas.objects[name];
    if (schema === undefined) return `there is no schema for ${name}`;
    compile ??= makeCompiler(schemas.$defs, { isForm: false });
    check = compile(schema);
    checks.set(name, check);
  }
  const error = check(object)[0];
  return error && `${error.instancePath || '/'} ${error.keyword} ${JSON.stringify(error.params)}`;
}

function isInSample(world: World, kind: string): boolean {
  let counts = seen.get(world);
  if (counts === undefined) seen.set(world, (counts = new Map()));
  const count = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, count);
  return count <= alwaysChecked || count % checkedEvery === 0;
}
