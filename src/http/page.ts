import type { Response } from 'express';

/** What a page needs beyond the strict floor. */
export type PageNeeds = {
  /** Our own script files. */
  scripts?: boolean;
  /** Other origins that a form of the page may lead to. */
  formTargets?: string[];
  /** Where the page's own style sheets, scripts, calls and forms may also lead: this service under its public name. */
  alsoSelf?: string;
  /** Shows frames of our own. */
  frames?: boolean;
  /** Origins that may show this page in a frame; no other page may. */
  framedBy?: readonly string[];
  /** Kept by no cache and told to no other site: pages about one person or sum. */
  personal?: boolean;
};

/** Sends a page under a policy that allows our own styles and nothing that it does not need. */
export function sendPage(res: Response, status: number, page: string, needs: PageNeeds = {}): void {
  const self = ["'self'", needs.alsoSelf].filter((source) => source !== undefined).join(' ');
  const policy = [
    "default-src 'none'",
    `style-src ${self}`,
    `img-src ${self} data:`,
    needs.scripts ? `script-src ${self}` : null,
    needs.scripts ? `connect-src ${self}` : null,
    needs.frames ? `frame-src ${self}` : null,
    // Chromium applies form-action to where a form's answer redirects to, as well.
    `form-action ${[self, ...(needs.formTargets ?? [])].join(' ')}`,
    "base-uri 'none'",
    `frame-ancestors ${needs.framedBy?.join(' ') ?? "'none'"}`,
    needs.scripts ? "require-trusted-types-for 'script'" : null,
  ];
  res.status(status).setHeader('Content-Security-Policy', policy.filter((part) => part !== null).join('; '));
  if (needs.framedBy !== undefined) {
    // The older header knows no list of origins; with both, old browsers would refuse every frame.
    res.removeHeader('X-Frame-Options');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  }
  if (needs.personal) {
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Robots-Tag', 'noindex, nofollow');
  }
  res.type('html').send(page);
}
