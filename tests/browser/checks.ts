import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The rule sets of the acceptance table. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, one line a fault. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** Scrolling sideways, and words that are cut, covered or stand out of their frame. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('look.layout()');
}

/** Controls smaller than a finger. */
export function targetFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('look.targets(44)');
}

/** Everything at once, for one look of one state. */
export async function faultsOf(page: Page): Promise<string[]> {
  return [...(await layoutFaults(page)), ...(await targetFaults(page)), ...(await axeFaults(page))];
}
