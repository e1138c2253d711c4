import { isShared, type DiskRecord, type StoredFile } from './recording.ts';

// The model of a disk behind a cache. A write stands in the cache until its file is flushed; a file's name, made
// or removed, until its folder is. A power cut keeps what was flushed, and of the rest whatever it likes.

/** Of what was not flushed: nothing, everything, or a random part, writes torn in between their sectors. */
export type Cut = 'drop' | 'keep' | 'random';

/** A number from 0 to 1. */
export type Random = () => number;

const SECTOR = 512;

type Change = { kind: 'write'; at: number; data: Buffer } | { kind: 'truncate'; length: number };
type File = { flushed: Bytes; pending: Change[] };
type Naming = { name: string; file: File | null };

export class Disk {
  readonly #names = new Map<string, File>();
  #namings: Naming[] = [];
  /** Files by inode as the running processes see them. A file that was unlinked may still be the flushed one. */
  readonly #open = new Map<bigint, File | 'shared'>();
  readonly #folders = new Set<bigint>();

  constructor(base: readonly StoredFile[]) {
    for (const { name, inode, content } of base) {
      const file: File = { flushed: new Bytes(content), pending: [] };
      this.#names.set(name, file);
      this.#open.set(inode, file);
    }
  }

  apply(record: DiskRecord): void {
    switch (record.kind) {
      case 'open':
        this.#opened(record);
        return;
      case 'write':
        this.#change(record.inode, { kind: 'write', at: record.offset, data: record.data });
        return;
      case 'truncate':
        this.#change(record.inode, { kind: 'truncate', length: record.offset });
        return;
      case 'sync':
        this.#flush(record.inode);
        return;
      case 'lost': {
        // Readers still see it, so nobody writes it again unless they know.
        const file = this.#file(record.inode);
        if (file !== 'shared') file.pending = [];
        return;
      }
      case 'unlink':
        if (!isShared(record.name)) this.#namings.push({ name: record.name, file: null });
        return;
      case 'rename': {
        const file = this.#visible().get(record.name) ?? null;
        const to = record.data.toString();
        this.#namings.push({ name: record.name, file: null }, { name: to, file });
        return;
      }
      case 'ack':
        return;
      case 'unknown':
        throw new Error(`the recorder does not understand ${record.name}`);
      default:
        record.kind satisfies never;
    }
  }

  /** What the next start finds after a power cut at this moment. */
  image(cut: Cut, random: Random): Map<string, Buffer> {
    const kept = cut === 'drop' ? 0 : cut === 'keep' ? this.#namings.length : undefined;
    // A file system's journal brings names back in their order, up to some point.
    const upTo = kept ?? Math.floor(random() * (this.#namings.length + 1));
    const names = named(this.#names, this.#namings.slice(0, upTo));
    return new Map([...names].map(([name, file]) => [name, contentAfter(file, cut, random)]));
  }

  #opened({ name, inode, created, emptied, isFolder }: DiskRecord): void {
    if (isFolder) {
      this.#folders.add(inode);
      return;
    }
    if (isShared(name)) {
      this.#open.set(inode, 'shared');
      return;
    }
    if (created) {
      const file: File = { flushed: new Bytes(Buffer.alloc(0)), pending: [] };
      this.#open.set(inode, file);
      this.#namings.push({ name, file });
    } else if (emptied) this.#change(inode, { kind: 'truncate', length: 0 });
  }

  #change(inode: bigint, change: Change): void {
    const file = this.#file(inode);
    if (file !== 'shared') file.pending.push(change);
  }

  #flush(inode: bigint): void {
    if (this.#folders.has(inode)) {
      for (const { name, file } of this.#namings) setName(this.#names, name, file);
      this.#namings = [];
      return;
    }
    const file = this.#file(inode);
    if (file === 'shared') return;
    for (const change of file.pending) file.flushed.apply(change);
    file.pending = [];
  }

  #file(inode: bigint): File | 'shared' {
    const file = this.#open.get(inode);
    if (file === undefined) throw new Error(`a file that nobody opened was changed: inode ${inode}`);
    return file;
  }

  #visible(): Map<string, File> {
    return named(this.#names, this.#namings);
  }
}

function named(names: Map<string, File>, namings: readonly Naming[]): Map<string, File> {
  const result = new Map(names);
  for (const { name, file } of namings) setName(result, name, file);
  return result;
}

function setName(names: Map<string, File>, name: string, file: File | null): void {
  if (file === null) names.delete(name);
  else names.set(name, file);
}

function contentAfter({ flushed, pending }: File, cut: Cut, random: Random): Buffer {
  const bytes = new Bytes(flushed.content());
  if (cut === 'drop') return bytes.content();
  for (const change of pending) {
    const fate = cut === 'keep' ? 'kept' : (['kept', 'lost', 'torn'] as const)[Math.floor(random() * 3)];
    if (fate === 'kept' || (fate === 'torn' && change.kind === 'truncate')) bytes.apply(change);
    else if (fate === 'torn' && change.kind === 'write')
      for (const sector of sectorsOf(change.at, change.data)) if (random() < 0.5) bytes.apply(sector);
  }
  return bytes.content();
}

function sectorsOf(at: number, data: Buffer): Change[] {
  const sectors: Change[] = [];
  for (let from = 0; from < data.length;) {
    const to = Math.min(data.length, from + SECTOR - ((at + from) % SECTOR));
    sectors.push({ kind: 'write', at: at + from, data: data.subarray(from, to) });
    from = to;
  }
  return sectors;
}

/** Bytes that grow, with zeros in between, as a file does. */
class Bytes {
  #buffer: Buffer;
  #length: number;

  constructor(content: Buffer) {
    this.#buffer = Buffer.from(content);
    this.#length = content.length;
  }

  apply(change: Change): void {
    const end = change.kind === 'write' ? change.at + change.data.length : change.length;
    if (end > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    if (change.kind === 'write') {
      change.data.copy(this.#buffer, change.at);
      this.#length = Math.max(this.#length, end);
      return;
    }
    if (end < this.#length) this.#buffer.fill(0, end, this.#length);
    this.#length = end;
  }

  content(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }
}
