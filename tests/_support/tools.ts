import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A tool of the machine's. A test that lacks one fails with words to act on: a skipped test proves nothing. */
export function need(tool: string, debianPackage = tool): string {
  // An administrator's tools stand outside an ordinary user's path.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const found = folders.map((folder) => join(folder, tool)).find(canRun);
  if (found === undefined)
    throw new Error(`This test needs ${tool}: install it with "apt-get install ${debianPackage}".`);
  return found;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
