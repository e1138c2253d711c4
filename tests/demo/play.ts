import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../_support/service.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A demo whose history is played: where it is, what opens its finance pages, what it printed, and how it ends. */
export type PlayedDemo = {
  url: string;
  sandbox: string;
  key: string;
  output: string;
  stop: () => Promise<void>;
};

/** A young generation of the usual size: the short one that the service keeps to makes a history a fifth slower. */
const NODE = ['--max-semi-space-size=32', 'src/cli.ts'];

/** Runs `npm run demo -- --history` with more options until the whole history is held against the sandbox. */
export async function playDemo(...options: string[]): Promise<PlayedDemo> {
  const args = [...NODE, 'demo', '--history', '--port', String(await freePort()), ...options];
  const demo = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => void demo.once('exit', () => resolve()));
  const stop = async () => {
    demo.kill('SIGINT');
    await ended;
  };
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      if (/difference USD .*\n/.test(output)) resolve();
    };
    demo.stdout.on('data', read);
    demo.stderr.on('data', read);
    void ended.then(() => reject(new Error(`the demo ended: ${output}`)));
  });
  const said = (name: string) => new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? '';
  return {
    url: said('finance').replace(/\/finance$/, ''),
    sandbox: said('sandbox').replace(/\/$/, ''),
    key: said('finance key'),
    output,
    stop,
  };
}
