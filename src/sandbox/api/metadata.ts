import type { Metadata } from '../world/objects.ts';

/** A key set to nothing is removed, and metadata set to nothing is emptied; the rest is merged. */
export function mergeMetadata(known: Metadata, change: unknown): Metadata {
  if (change === undefined) return known;
  if (change === '' || change === null) return {};
  const merged: Metadata = { ...known };
  for (const [key, value] of Object.entries(change as Record<string, string | null>)) {
    if (value === '' || value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
