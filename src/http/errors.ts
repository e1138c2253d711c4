import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, notFound } from '../errors.ts';
import { errorName, errorWhere, type Log } from '../log.ts';
import type { Problem } from '../checkout/contract.ts';
import { routeOf } from './route.ts';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not allowed here',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available',
};

/** Answers an error to a person. `thrown` is what the problem was made of: none of its words may be shown. */
export type ErrorPage = (req: Request, res: Response, problem: Problem, thrown: unknown) => void;

/** The last stop for what no route answered. */
export const nothingHere: RequestHandler = (_req, _res, next) => next(notFound());

/** Turns everything thrown into one answer: problem+json for programs, a page for people. */
export function errorHandler({ log, errorPage }: { log: Log; errorPage: ErrorPage }): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = asAppError(thrown);
    const requestId = String(res.locals['requestId']);
    if (error.status >= 500)
      log.error('request_failed', {
        requestId,
        status: error.status,
        error: errorName(thrown),
        where: errorWhere(thrown),
      });
    // A body that was cut off mid-answer cannot be turned into an error any more: the client sees it broken.
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const problem: Problem = {
      type: `urn:reader-support:problem:${error.code}`,
      title: TITLES[error.status] ?? 'Error',
      status: error.status,
      code: error.code,
      detail: error.message,
      ...(error.field === undefined ? {} : { field: error.field }),
      requestId,
    };
    if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(error.retryAfterSeconds));
    res.setHeader('Cache-Control', 'no-store');
    const wantsPage =
      routeOf(res)?.page ??
      (!/^\/(v1|webhooks)\//.test(req.path) && req.accepts(['json', 'html']) === 'html');
    if (wantsPage) {
      try {
        errorPage(req, res, problem, thrown);
        return;
      } catch (failed) {
        log.error('error_page_failed', { requestId, error: errorName(failed), where: errorWhere(failed) });
      }
    }
    res.status(error.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** Express and its body readers throw errors of their own; their messages stay inside. */
function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { type, status } = (thrown ?? {}) as { type?: unknown; status?: unknown };
  if (type === 'entity.parse.failed')
    return new AppError(400, 'malformed_json', 'The body is not a JSON object.');
  if (type === 'entity.too.large')
    return new AppError(413, 'too_large', 'The body is larger than this address accepts.');
  if (type === 'parameters.too.many')
    return new AppError(413, 'too_large', 'The form has more fields than this address accepts.');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError(
      status === 413 || status === 415 ? status : 400,
      'bad_request',
      'The request could not be read.',
    );
  }
  return new AppError(
    500,
    'internal',
    'Something went wrong on our side. Nothing was lost; please try again.',
  );
}
