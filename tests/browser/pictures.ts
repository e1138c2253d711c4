import type { Browser } from 'playwright-core';
import { pinnedFonts } from '../_support/browser.ts';

/** What a browser needs to draw the same picture on every machine: the fonts of a package, and no others. */
export async function pinnedLaunch(): Promise<{ env: Record<string, string> }> {
  return { env: { FONTCONFIG_FILE: await pinnedFonts() } };
}

/**
 * The share of pixels in which two pictures differ, as the browser decodes them. A pixel counts once one of
 * its channels is more than a tenth off: less than that is how an edge was smoothed.
 */
export async function difference(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  const share = await page.evaluate<number>(`(async () => {
    const pixels = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    };
    const [a, b] = [await pixels('${one.toString('base64')}'), await pixels('${other.toString('base64')}')];
    if (a.width !== b.width || a.height !== b.height) return 1;
    let off = 0;
    for (let i = 0; i < a.data.length; i += 4)
      if ([0, 1, 2].some((c) => Math.abs(a.data[i + c] - b.data[i + c]) > 25)) off++;
    return off / (a.width * a.height);
  })()`);
  await page.close();
  return share;
}
