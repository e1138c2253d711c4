import Stripe from 'stripe';

const { StripeError, StripeInvalidRequestError } = Stripe.errors;

/** Stripe is failing, asks for patience, or does not let us in. */
const AWAY = [
  Stripe.errors.StripeConnectionError,
  Stripe.errors.StripeAPIError,
  Stripe.errors.StripeRateLimitError,
  // A rolled key or a missing permission: nothing is wrong with what we asked, and a person mends it.
  Stripe.errors.StripeAuthenticationError,
  Stripe.errors.StripePermissionError,
];

/** Stripe cannot answer now; the same question has its answer later. */
export function isStripeAway(error: unknown): boolean {
  return AWAY.some((kind) => error instanceof kind);
}

/** Stripe answered, and would repeat this answer to the same idempotency key for a day, a 500 included. */
export function isSavedAnswer(error: unknown): boolean {
  if (!(error instanceof StripeError)) return false;
  // No answer at all, or one that says "not now": under another key the session would be made twice.
  const isUnsaved =
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    error.statusCode === 409;
  return !isUnsaved;
}

/** Stripe does not know an object that the request names. */
export function isMissingObject(error: unknown): boolean {
  return error instanceof StripeInvalidRequestError && error.code === 'resource_missing';
}

/** An object of this id exists already. */
export function isAlreadyThere(error: unknown): boolean {
  return error instanceof StripeInvalidRequestError && error.code === 'resource_already_exists';
}
