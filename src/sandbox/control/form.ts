import { stringify } from 'qs';

/** Parameters as the SDK would send them: brackets for what is inside, nothing for undefined. */
export function formOf(params: object): string {
  return stringify(params, {
    arrayFormat: 'indices',
    serializeDate: (date) => String(Math.floor(date.getTime() / 1000)),
  });
}
