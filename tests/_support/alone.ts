import { mkdirSync, rmSync } from 'node:fs';

/** Runs work while no other process of this run does work of the same name, a path whose folder is there. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = `${name}.lock`;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      // Of this machine's time, also where a test has put another clock in the place of the timers that promise.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true });
  }
}
