import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** What a client saw of one file. */
export type Taken = { ms: number; bytes: number; firstByteMs: number };

// Takes one file as fast as it comes and drops it: `export-taker.ts PORT PATH KEY`.
const [port, path, secret] = process.argv.slice(2);
const started = performance.now();
const request = get({ host: '127.0.0.1', port, path, headers: { Authorization: `Bearer ${secret}` } });
const [response] = (await once(request, 'response')) as [IncomingMessage];
if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
const taken: Taken = { ms: 0, bytes: 0, firstByteMs: 0 };
for await (const part of response) {
  if (taken.bytes === 0) taken.firstByteMs = performance.now() - started;
  taken.bytes += (part as Buffer).length;
}
process.send?.({ ...taken, ms: performance.now() - started });
process.disconnect();
