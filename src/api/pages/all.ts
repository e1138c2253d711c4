import { GROUPS, type Group } from '../operation.ts';
import { errorsPage } from './errors.ts';
import { examplesPage } from './examples.ts';
import { indexPage, type ApiPage } from './frame.ts';
import { groupPage } from './group.ts';
import { overviewPage } from './overview.ts';

/** The page at an address under /docs; null where there is none. */
export function pageAt(page: ApiPage): string | null {
  const name = page.path.replace(/^\/docs(\/api)?\/?/, '');
  if (page.path === '/docs') return indexPage(page);
  if (page.path === '/docs/api') return overviewPage(page);
  if (name === 'errors') return errorsPage(page);
  if (name === 'examples') return examplesPage(page);
  return (GROUPS as readonly string[]).includes(name) ? groupPage(page, name as Group) : null;
}
