import { startSandbox, type SandboxOptions } from './sandbox.ts';

/**
 * Runs a sandbox as a process of its own. Options come as JSON, from the first argument or from
 * SANDBOX_OPTIONS; a `clock` given as text is the moment it starts at. One line of JSON says where it listens.
 */
const given = JSON.parse(process.argv[2] ?? process.env['SANDBOX_OPTIONS'] ?? '{}') as Omit<
  SandboxOptions,
  'clock'
> & {
  clock?: string;
};
const { clock, ...options } = given;
const sandbox = await startSandbox({
  ...options,
  ...(clock === undefined ? {} : { clock: clock === 'real' ? 'real' : new Date(clock) }),
});
process.stdout.write(`${JSON.stringify({ url: sandbox.url, port: sandbox.port })}\n`);

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void finish();
}
async function finish(): Promise<void> {
  await sandbox.close();
  process.exitCode = 0;
  if (process.connected) process.disconnect();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
