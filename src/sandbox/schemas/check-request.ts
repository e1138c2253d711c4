import type { ErrorObject } from 'ajv';
import { invalidRequest, missingParam, type StripeFault } from '../http/fault.ts';
import { makeCompiler, type Check } from './compile.ts';
import { requestSchemas } from './load.ts';

let compile: ReturnType<typeof makeCompiler> | undefined;
const checks = new Map<string, Check>();

/**
 * Checks query and body as one bag, turns form text into numbers and booleans in place, and refuses
 * in Stripe's words. Every level is closed: a misspelt nested parameter never passes silently.
 */
export function checkParams(operation: string, params: Record<string, unknown>): void {
  let check = checks.get(operation);
  if (check === undefined) {
    const schemas = requestSchemas();
    const schema = schemas.operations[operation]?.params;
    if (schema === undefined) throw new Error(`There is no request schema for ${operation}.`);
    compile ??= makeCompiler(schemas.$defs, { isForm: true });
    check = compile(schema);
    checks.set(operation, check);
  }
  const errors = check(params);
  if (errors.length > 0) throw faultFor(errors, params);
}

/** One choice of several fails with the errors of all choices; the most telling one is kept. */
function faultFor(errors: ErrorObject[], params: Record<string, unknown>): StripeFault {
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties');
  if (unknown.length > 0) return unknownParams(unknown);
  const told = errors.filter((error) => !isNoise(error));
  const missing = told.find((error) => error.keyword === 'required');
  if (missing !== undefined)
    return missingParam(nameOf(missing.instancePath, missing.params['missingProperty']));
  const [error] = told.toSorted((a, b) => depthOf(b) - depthOf(a));
  if (error === undefined) return invalidRequest('Invalid request.');
  const name = nameOf(error.instancePath);
  return error.keyword === 'enum'
    ? wrongChoice(name, error.params['allowedValues'] as unknown[])
    : wrongType(name, String(error.params['type']), valueAt(params, error.instancePath));
}

function unknownParams(errors: ErrorObject[]): StripeFault {
  const names = [
    ...new Set(errors.map((error) => nameOf(error.instancePath, error.params['additionalProperty']))),
  ];
  const noun = names.length === 1 ? 'parameter' : 'parameters';
  return invalidRequest(`Received unknown ${noun}: ${names.join(', ')}`, names[0], 'parameter_unknown');
}

function wrongChoice(name: string, allowed: unknown[]): StripeFault {
  const choices = allowed.filter((value) => value !== '').map(String);
  const list =
    choices.length < 2 ? choices.join('') : `one of ${choices.slice(0, -1).join(', ')}, or ${choices.at(-1)}`;
  return invalidRequest(`Invalid ${lastOf(name)}: must be ${list}`, name);
}

function wrongType(name: string, type: string, value: unknown): StripeFault {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (value === '') {
    const message =
      `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a field; ` +
      `however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
    return invalidRequest(message, name, 'parameter_invalid_empty');
  }
  if (type === 'integer' || type === 'number')
    return invalidRequest(
      `Invalid ${type === 'number' ? 'decimal' : 'integer'}: ${text}`,
      name,
      'parameter_invalid_integer',
    );
  if (type === 'string')
    return invalidRequest(`Invalid string: ${text}`, name, 'parameter_invalid_string_blank');
  return invalidRequest(`Invalid ${type === 'object' ? 'object' : type}`, name);
}

function isNoise(error: ErrorObject): boolean {
  const allowed = error.params['allowedValues'] as unknown[] | undefined;
  return (
    error.keyword === 'anyOf' ||
    error.keyword === 'definition' ||
    (allowed?.length === 1 && allowed[0] === '')
  );
}

function depthOf(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}

/** `/line_items/0/price_data` is `line_items[0][price_data]` in Stripe's words. */
function nameOf(pointer: string, last?: unknown): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (typeof last === 'string') parts.push(last);
  return parts.map((part, i) => (i === 0 ? part : `[${part}]`)).join('');
}

function lastOf(name: string): string {
  return /\[([^\]]+)\]$/.exec(name)?.[1] ?? name;
}

function valueAt(params: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], params);
}
