import { COUNTED_EVENTS } from '../../checkout/contract.ts';
import type { CountRequest } from '../../checkout/contract.ts';
import type { Host } from '../host.ts';

/** Boxes that are counted already, each with what it shows now. */
const counted = new WeakMap<HTMLElement, Host>();

/**
 * Tells the server that something happened, each thing once per page view and never who did it. Not by
 * `sendBeacon`: that would send the cookies and the referrer that are withheld here.
 */
export function count(host: Host, box: HTMLElement): void {
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) return;
  const isNew = !counted.has(box);
  counted.set(box, host);
  if (isNew) for (const event of COUNTED_EVENTS) tellOnce(box, event);
}

function tellOnce(box: HTMLElement, event: CountRequest['event']): void {
  const tell = (): void => {
    const { base, campaign, variant, view } = counted.get(box) as Host;
    const body: CountRequest = { event, lang: view.config.lang };
    // Text in no-cors mode is asked for without a preflight, and is never answered to the page.
    void fetch(`${base}/v1/counts`, {
      method: 'POST',
      mode: 'no-cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      keepalive: true,
      body: JSON.stringify({ ...body, variant, campaign }),
    }).catch(() => undefined);
  };
  box.addEventListener(`rs-${event}`, tell, { once: true });
}
