import Stripe from 'stripe';

const {
  StripeError,
  StripeConnectionError,
  StripeAPIError,
  StripeRateLimitError,
  StripeInvalidRequestError,
} = Stripe.errors;

/** Stripe cannot be reached, is failing, or asks for patience: nothing is wrong with what we asked. */
export function isStripeAway(error: unknown): boolean {
  return (
    error instanceof StripeConnectionError ||
    error instanceof StripeAPIError ||
    error instanceof StripeRateLimitError
  );
}

/** Stripe answered, and would repeat this answer to the same idempotency key for a day, a 500 included. */
export function isSavedAnswer(error: unknown): boolean {
  return (
    error instanceof StripeError &&
    !(error instanceof StripeConnectionError) &&
    !(error instanceof StripeRateLimitError)
  );
}

/** Stripe does not know an object that the request names. */
export function isMissingObject(error: unknown): boolean {
  return error instanceof StripeInvalidRequestError && error.code === 'resource_missing';
}

/** An object of this id exists already. */
export function isAlreadyThere(error: unknown): boolean {
  return error instanceof StripeInvalidRequestError && error.code === 'resource_already_exists';
}
