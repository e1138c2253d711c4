import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../src/root.ts';
import { alone } from './alone.ts';

/**
 * A program as the service is installed, built once for a run (places.ts): it starts in an eighth of the time that its
 * source takes. Outside of a run it is the source.
 */
export async function builtProgram(entry = 'src/cli.ts'): Promise<string> {
  const place = process.env['TEST_BUILT'];
  if (place === undefined) return join(ROOT, entry);
  const name = basename(entry, '.ts');
  const folder = join(place, name);
  return alone(join(place, name), async () => {
    if (!existsSync(folder)) {
      const { bundleService } = await import('../../src/bundle.mjs');
      await bundleService(folder, entry);
    }
    return join(folder, `${name}.js`);
  });
}
