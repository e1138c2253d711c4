import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLIC_FOLDER, readWidgetManifest } from '../assets/manifest.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Files } from './markup.ts';

/** The script for the page around a frame. */
export const heightScript = (): Buffer => readFileSync(join(PUBLIC_FOLDER, 'embed', 'height.js'));

/**
 * Where the widget's files lie, with their hashes. Read at start, asked for when needed: before the first build the
 * service runs too, without these pages. Throws 503 then.
 */
export function filesOf({ publicUrl: base }: Pick<AppContext['config'], 'publicUrl'>): () => Files {
  const manifest = readWidgetManifest();
  const [script, style] = [manifest?.files['rs.js'], manifest?.files['rs.css']];
  const height = `sha384-${createHash('sha384').update(heightScript()).digest('base64')}`;
  return () => {
    if (manifest === null || script === undefined || style === undefined)
      throw new AppError(503, 'widget_not_built', 'The widget is not built yet. Run npm run build.');
    const hashes = { script: script.integrity, style: style.integrity, height };
    return { base, version: manifest.version, hashes };
  };
}
