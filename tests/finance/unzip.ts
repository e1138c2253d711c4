import { crc32, inflateRawSync } from 'node:zlib';

/** Reads a ZIP archive by its central directory, as a strict reader would: sizes, places and checksums must hold. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end !== archive.length - 22) throw new Error('the archive does not end with its directory');
  const found = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x0201_4b50) throw new Error(`no entry at ${at}`);
    const [crc, packed, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset)) as [number, number, number]; // prettier-ignore
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString();
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== 0x0403_4b50)
      throw new Error(`${name} does not begin where it should`);
    const start = local + 30 + nameLength;
    const behind = archive.subarray(start + packed, start + packed + 16);
    const sizes = [4, 8, 12].map((offset) => behind.readUInt32LE(offset));
    if (behind.readUInt32LE(0) !== 0x0807_4b50 || String(sizes) !== String([crc, packed, size]))
      throw new Error(`${name} has other sizes behind it than in the directory`);
    const content = inflateRawSync(archive.subarray(start, start + packed));
    if (content.length !== size || crc32(content) !== crc) throw new Error(`${name} does not hold`);
    found.set(name, content);
    at += 46 + nameLength;
  }
  if (at !== end) throw new Error('something stands behind the directory');
  return found;
}
