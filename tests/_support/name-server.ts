import { createSocket } from 'node:dgram';

/** What a name has: texts (TXT), hosts that take its mail (MX, "." for a null MX), or a fault of the server. */
export type Zone = Record<string, { txt?: string[]; mx?: string[]; fails?: boolean }>;

const TXT = 16;
const MX = 15;
const SERVER_FAILED = 2;
const NO_SUCH_NAME = 3;

/** A real name server on this machine (RFC 1035, over UDP) that knows one zone and notes every question. */
export async function nameServer(zone: Zone) {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query);
    asked.push(`${name} ${type === TXT ? 'TXT' : type === MX ? 'MX' : type}`);
    const entry = zone[name.toLowerCase()];
    const answers = (type === TXT ? (entry?.txt ?? []).map(textData) : (entry?.mx ?? []).map(hostData)).map(
      (data) => record(type, data),
    );
    const code = entry === undefined ? NO_SUCH_NAME : entry.fails === true ? SERVER_FAILED : 0;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8580 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(code === 0 ? answers.length : 0, 6);
    socket.send(
      Buffer.concat([header, query.subarray(12, end), ...(code === 0 ? answers : [])]),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** A record of the name that was asked for, which stands at byte 12. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}

function textData(text: string): Buffer {
  const pieces = text.match(/.{1,255}/g) ?? [''];
  return Buffer.concat(
    pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])),
  );
}

function hostData(host: string): Buffer {
  const labels = host.split('.').filter((label) => label !== '');
  return Buffer.concat([
    Buffer.from([0, 10]),
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
