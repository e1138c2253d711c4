/**
 * What a caller did wrong, or what is down: it carries the HTTP status and words that are safe to show.
 * Anything else that is thrown becomes a 500 with a request id and nothing more.
 */
export class AppError extends Error {
  /** Machine-readable reason, `snake_case`; part of the contract once released. */
  readonly code: string;
  readonly status: number;
  /** The field at fault, as the caller spelt it. */
  readonly field: string | undefined;
  /** Seconds for `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { field?: string | undefined; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** A value has the right form but cannot be used: 422 that names the field. */
export function invalid(field: string, detail: string, code = 'invalid_field'): AppError {
  return new AppError(422, code, detail, { field });
}

/** The same answer for "not there" and "not yours". */
export function notFound(): AppError {
  return new AppError(404, 'not_found', 'There is nothing at this address.');
}

/** Something we depend on is down; the caller may try again. */
export function unavailable(detail: string, retryAfterSeconds = 30, cause?: unknown): AppError {
  return new AppError(503, 'unavailable', detail, { retryAfterSeconds, cause });
}

/**
 * The database could not do its work: full, locked, unreadable. Nothing of the call was written, and the same
 * call may succeed later. `cause` is the engine's own error.
 */
export class StorageFault extends AppError {
  constructor(cause: unknown) {
    super(
      503,
      'unavailable',
      'This cannot be saved at the moment, and nothing has happened. Please try again in a minute.',
      { retryAfterSeconds: 30, cause },
    );
  }
}

/** Coerces whatever was thrown into an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
