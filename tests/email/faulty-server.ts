import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Fault =
  | { at: 'greeting' | 'recipient' | 'message'; code: number }
  /** The whole mail is taken, and the line goes dead before the answer. */
  | { at: 'answer' }
  /** The server says nothing any more once it has the mail. */
  | { at: 'silence' };

/** A real SMTP server that fails on demand. `accepted` holds what a real one would have delivered. */
export async function faultyServer(options: SMTPServerOptions = {}) {
  const accepted: { to: string; mail: ParsedMail; raw: string }[] = [];
  const faults: Fault[] = [];
  const next = (at: Fault['at']) => (faults[0]?.at === at ? faults.shift() : undefined);
  const refusal = (fault: Fault | undefined) =>
    fault !== undefined && 'code' in fault
      ? Object.assign(new Error('fault on demand'), { responseCode: fault.code })
      : null;

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    // Without this every connection asks a name server about its other end first.
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_session, done) => done(refusal(next('greeting'))),
    onRcptTo: (_address, _session, done) => done(refusal(next('recipient'))),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void (async () => {
          const refused = refusal(next('message'));
          if (refused !== null) return done(refused);
          const raw = Buffer.concat(chunks).toString();
          accepted.push({
            to: session.envelope.rcptTo[0]?.address ?? '',
            mail: await simpleParser(raw),
            raw,
          });
          if (next('silence') !== undefined) return;
          if (next('answer') === undefined) return done();
          for (const { _socket } of server.connections as unknown as Set<{ _socket: Socket }>)
            _socket.destroy();
        })();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    /** What listens, for a test that looks at connections. */
    net: server.server,
    /** The next tries fail like this, one after another. */
    fail: (...more: Fault[]) => void faults.push(...more),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type FaultyServer = Awaited<ReturnType<typeof faultyServer>>;
