import type { WidgetConfig } from '../checkout/contract.ts';
import { callOptions } from './call-options.ts';

/** The configuration inside the element's own `<script type="application/json">`, or null. */
export function inlineConfig(element: Element): WidgetConfig | null {
  try {
    const script = element.querySelector(':scope > script[type="application/json"]');
    return usable(JSON.parse(script?.textContent as string));
  } catch {
    return null;
  }
}

/** Null for anything that cannot be drawn: the link in the page stays then. */
export function usable(config: Partial<WidgetConfig> | null): WidgetConfig | null {
  return config?.currencies?.[0] && config.marks && config.texts && config.payHosts && config.lang
    ? (config as WidgetConfig)
    : null;
}

/** The configuration from the server, or null: no answer, none that can be drawn, or the box left meanwhile. */
export function fetchConfig(
  base: string,
  lang: string,
  currency: string | null,
  signal: AbortSignal,
): Promise<WidgetConfig | null> {
  const query = new URLSearchParams({ lang, ...(currency && { currency }) });
  return fetch(`${base}/v1/widget-config?${query}`, callOptions(signal))
    .then((response) => response.json())
    .then(usable)
    .catch(() => null);
}
