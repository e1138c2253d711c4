import {
  Ajv,
  type AnySchema,
  type ErrorObject,
  type SchemaValidateFunction,
  type ValidateFunction,
} from 'ajv';
import type { Schema } from './derive.ts';

export type Check = (value: unknown) => ErrorObject[];

/**
 * Compiles a schema when it is first used, and each definition it refers to when data first reaches
 * it. A checkout session has fifty payment methods' worth of options that nobody sends; compiling
 * them all would cost a second.
 */
export function makeCompiler(definitions: Record<string, Schema>, options: { isForm: boolean }) {
  const ajv = new Ajv({
    allErrors: options.isForm,
    coerceTypes: options.isForm,
    strict: false,
    validateSchema: false,
    messages: false,
    verbose: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  const compiled = new Map<string, ValidateFunction>();

  function definition(name: string): ValidateFunction {
    let validate = compiled.get(name);
    if (validate === undefined) {
      validate = ajv.compile(withLazyRefs(definitions[name] ?? false));
      compiled.set(name, validate);
    }
    return validate;
  }

  const followRef: SchemaValidateFunction = (name: string, data: unknown, _parent, place) => {
    const validate = definition(name);
    const isValid = validate(data, place);
    followRef.errors = validate.errors ?? [];
    return isValid;
  };
  ajv.addKeyword({ keyword: 'definition', validate: followRef, errors: 'full' });

  return function compile(schema: Schema): Check {
    let validate: ValidateFunction | undefined;
    return (value) => {
      validate ??= ajv.compile(withLazyRefs(schema));
      return validate(value) ? [] : (validate.errors ?? []);
    };
  };
}

function withLazyRefs(schema: Schema | false): AnySchema {
  return JSON.parse(JSON.stringify(schema), (key: string, value: unknown) => {
    if (value === null || typeof value !== 'object' || key === 'properties' || !('$ref' in value))
      return value;
    return { definition: String(value.$ref).replace('#/$defs/', '') };
  }) as AnySchema;
}
