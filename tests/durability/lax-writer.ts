import Database from 'better-sqlite3';
import { ackLog } from './recording.ts';

// A program as it should not be, for the kit's own test: it acknowledges every row right behind its commit, with
// the durability that it was told. Arguments: database, log, synchronous, rows.
const [, , file = '', log = '', synchronous = '', rows = '0'] = process.argv;
const acks = ackLog(log);
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma(`synchronous = ${synchronous}`);
db.exec('create table if not exists notes (id text primary key, filler text)');
const insert = db.prepare('insert into notes values (?, ?)');
for (let i = 0; i < Number(rows); i++) {
  const id = `${synchronous}_${i}`;
  insert.run(id, 'x'.repeat(3_000));
  acks.note(id);
}
db.close();
acks.close();
