import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A file that came whole, and how much of it came slowly. */
export type Download = { bytes: number; rows: number; slowBytes: number };

/** A download that goes on. */
export type SlowReader = {
  /** Takes what is left as fast as it comes; null where the file broke off. */
  rest(): Promise<Download | null>;
};

/** How often a second it takes something. */
const SIPS = 4;

/** Takes a file over a bad line: so many bytes a second, for as long as nobody asks for the rest. */
export async function slowReader(
  url: string,
  given: { key: string; bytesPerSecond: number },
): Promise<SlowReader> {
  const request = get(url, { headers: { Authorization: `Bearer ${given.key}` } });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`the file was answered ${response.statusCode}`);
  let bytes = 0;
  let rows = 0;
  const take = (part: Buffer) => {
    bytes += part.length;
    for (const byte of part) if (byte === 0x0a) rows += 1;
  };
  const end = { isBroken: false };
  response.on('error', () => (end.isBroken = true));
  const hurry = { on: false };
  const sipping = (async () => {
    while (!hurry.on && !response.readableEnded && !end.isBroken) {
      const most = given.bytesPerSecond / SIPS;
      const part = response.read(Math.min(most, response.readableLength)) as Buffer | null;
      if (part !== null) take(part);
      await pause(1_000 / SIPS);
    }
  })();
  return {
    async rest() {
      hurry.on = true;
      await sipping;
      const slowBytes = bytes;
      try {
        for await (const part of response) take(part as Buffer);
      } catch {
        end.isBroken = true;
      }
      return end.isBroken || !response.complete ? null : { bytes, rows, slowBytes };
    },
  };
}
