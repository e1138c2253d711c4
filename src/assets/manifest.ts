import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ROOT } from '../root.ts';

export const PUBLIC_FOLDER = join(ROOT, 'public');

const manifestSchema = z.object({
  version: z.string(),
  files: z.record(z.string(), z.object({ integrity: z.string() })),
});

/** What the widget's build wrote: its version and the hashes of its files. */
export type WidgetManifest = z.output<typeof manifestSchema>;

/** Null before the first build. */
export function readWidgetManifest(folder = PUBLIC_FOLDER): WidgetManifest | null {
  const file = join(folder, 'rs', 'manifest.json');
  return existsSync(file) ? manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}
