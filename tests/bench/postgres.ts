import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postmasterOf } from '../_support/places.ts';
import { onServer, startServer } from '../_support/postgres.ts';
import { valueOn } from './peer.ts';

/** A PostgreSQL of this bench's own, with the durability that it comes with. */
export type BenchPostgres = {
  version: string;
  /** Its first process; all others are children of it. */
  pid: number;
  /** Makes an empty database and returns its address. */
  database(name: string): Promise<string>;
  /** Removes one by its address. */
  drop(url: string): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a server in the folder, on the same disk as everything else there. Refuses one that would not be durable. */
export async function startPostgres(folder: string): Promise<BenchPostgres> {
  const place = join(folder, 'postgres');
  mkdirSync(place);
  // It runs as a user of its own, who has to get there.
  for (const path of [folder, place]) chmodSync(path, 0o755);
  const url = await startServer(place);
  const pidFile = join(place, 'data', 'postmaster.pid');
  const pid = postmasterOf(pidFile);
  const stop = async () => {
    if (!existsSync(pidFile)) return;
    process.kill(pid, 'SIGINT');
    while (existsSync(pidFile)) await pause(50);
  };
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const value = await valueOn(url, `show ${setting}`);
    if (value === 'on') continue;
    await stop();
    throw new Error(
      `PostgreSQL runs with ${setting}=${value}, so it would be faster than it is allowed to be`,
    );
  }
  // The peer's migrations hand their functions to a user of this name.
  await onServer(url, 'create role postgres');
  return {
    version: await valueOn(url, 'show server_version'),
    pid,
    async database(name) {
      await onServer(url, `create database ${name}`);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    drop: (of) => onServer(url, `drop database ${new URL(of).pathname.slice(1)} with (force)`),
    stop,
  };
}
