/** A file on its way. Take either the stream or the bytes. */
export type DownloadedFile = {
  name: string;
  contentType: string;
  /** SHA-256 of the whole file in hex, where it was known before the file was made: for the ledger.csv of a closed month. */
  sha256: string | null;
  stream: ReadableStream<Uint8Array>;
  /** The whole file; throws where it does not have its hash. */
  bytes(): Promise<Uint8Array>;
};

/** JSON lines as objects. A file that ends in the middle of a line is broken, and says so. */
export async function* lines<T>(asked: Promise<Response>): AsyncGenerator<T, void> {
  const { body } = await asked;
  if (body === null) return;
  let rest = '';
  const decoder = new TextDecoder();
  for await (const piece of body) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) yield JSON.parse(line) as T;
  }
  if (rest !== '') throw new Error('The file ended in the middle of a line.');
}

/** The file of an answer. */
export function downloaded(answer: Response): DownloadedFile {
  const digest = /sha-256=:([A-Za-z0-9+/=]+):/.exec(answer.headers.get('Repr-Digest') ?? '')?.[1];
  const sha256 =
    digest === undefined ? null : hex(Uint8Array.from(atob(digest), (sign) => sign.charCodeAt(0)));
  return {
    name: /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'file',
    contentType: answer.headers.get('Content-Type') ?? 'application/octet-stream',
    sha256,
    stream: answer.body ?? new Blob([]).stream(),
    async bytes() {
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (sha256 !== null && hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) !== sha256)
        throw new Error('The file is not the one that was closed: its hash differs.');
      return bytes;
    },
  };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
