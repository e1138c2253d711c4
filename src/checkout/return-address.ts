import { invalid } from '../errors.ts';
import { isPublisherOrigin } from '../http/cors.ts';
import { sealedText } from '../http/sealed-text.ts';
import type { Config } from '../config/config.ts';

// Which article a reader came from is nobody's business: not the database's, not Stripe's. The address to
// go back to travels sealed inside the thank-you and back links that Stripe keeps for us, and only this
// service can open it. Without ADDRESS_KEYS the links of an earlier process lead to the publisher's front page.

const LIMIT = 1_500;
/** Frequency, amount in whole units, currency. */
const CHOICE = /^#[a-z]{1,10},[\d.]{1,16},[A-Z]{3}$/;

/** Seals and opens addresses to go back to. */
export type ReturnAddresses = {
  /** The address, if it is one of the publisher's; throws 422 otherwise. Null where none was given. */
  check(address: string | undefined, field: string): string | null;
  seal(address: string | null, pledgeId: string): string;
  /** Null for text that this service did not seal. */
  open(sealed: string): string | null;
};

export function returnAddresses(config: Config): ReturnAddresses {
  const sealed = sealedText(config, 'return address');
  return {
    check(address, field) {
      if (address === undefined || address === '') return null;
      const url = URL.canParse(address) && address.length <= LIMIT ? new URL(address) : null;
      if (
        url === null ||
        !['http:', 'https:'].includes(url.protocol) ||
        url.username !== '' ||
        !isPublisherOrigin(config, url.origin)
      ) {
        throw invalid(
          field,
          'This is not an address of this publisher, so readers cannot be led back to it.',
        );
      }
      // A box puts the reader's choice there, for a reader who turns back; anything else is the page's own.
      if (!CHOICE.test(url.hash)) url.hash = '';
      return url.href;
    },
    seal: (address, pledgeId) => (address === null ? '' : sealed.seal(address, pledgeId)),
    open: (text) => sealed.open(text),
  };
}

/** What the box is told on the way back: `c` turned back, `t` paid once, `l` pays again and again (a longer quiet). */
export type Marker = 'c' | 't' | 'l';

/**
 * The address with the marker behind its `#`. A browser keeps that part to itself: in the query it would stand in
 * the access log of the publisher's web server, next to the reader's network address, and say who has paid.
 */
export function withMarker(address: string, marker: Marker): string {
  const url = new URL(address);
  // A reader who turned back finds the choice again; of one who paid the address says no more than it must.
  const choice = marker === 'c' ? url.hash.slice(1) : '';
  url.hash = `rs=${marker}${choice && ','}${choice}`;
  return url.href;
}
