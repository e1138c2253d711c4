import type { Response } from 'express';
import type { AppContext } from '../context.ts';
import { messagePage, type MessageKind } from '../pages/message-page.ts';
import type { ErrorPage } from './errors.ts';
import { StorageFault } from '../errors.ts';
import { askedLang, pageFrame, sameAddress } from './frame.ts';
import { sendPage } from './page.ts';

const KIND_OF_CODE: Record<string, MessageKind> = { stopped_for_safety: 'stopped', closed: 'closed' };

const BACK_TO = 'backTo';

/** Where the reader can go on if this request fails: a form of ours, with what stood in it. */
export function offerWayBack(res: Response, address: string): void {
  res.locals[BACK_TO] = address;
}

const KIND_OF_STATUS: Record<number, MessageKind> = {
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  422: 'invalid',
  429: 'limited',
  503: 'down',
};

/** Answers an error to a person: what happened, what it means for the money, one way on. */
export function errorPage({ config }: Pick<AppContext, 'config'>): ErrorPage {
  return (req, res, problem, thrown) => {
    const lang = askedLang(config, req);
    const toPayment = req.path === '/give';
    const kind =
      (toPayment && problem.status === 503 && !(thrown instanceof StorageFault)
        ? 'unavailable'
        : undefined) ??
      KIND_OF_CODE[problem.code] ??
      KIND_OF_STATUS[problem.status] ??
      (problem.status < 500 ? 'bad_request' : 'failed');
    const wait = Number(res.getHeader('Retry-After'));
    const page = messagePage(pageFrame(config, req, lang), {
      kind,
      money: toPayment ? 'untouched' : 'elsewhere',
      retryAfterSeconds: Number.isFinite(wait) && wait > 0 ? wait : undefined,
      requestId: problem.requestId,
      backTo: res.locals[BACK_TO] as string | undefined,
      // What a form did not do is done from its page again: every form of ours that keeps no way back has one there.
      again: problem.status === 503 ? sameAddress(req) : undefined,
    });
    sendPage(res, problem.status, page, { personal: true });
  };
}
