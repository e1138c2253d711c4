import { readFileSync } from 'node:fs';

/** The look of all pages, after the project's reference design. */
export const stylesheet = readFileSync(new URL('sandbox.css', import.meta.url), 'utf8');
