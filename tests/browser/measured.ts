import { appendFileSync } from 'node:fs';

/**
 * Notes a number for the report at the end of `npm run test:browser`; in `npm test` nobody asks for it.
 * Times are for reading, never for passing: a machine may be busy.
 */
export function measured(row: string, value: string): void {
  const file = process.env['BROWSER_REPORT'];
  if (file !== undefined) appendFileSync(file, `${row}\t${value}\n`);
}
