import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A point in the conversation at which the server speaks. `dot` is the end of the mail, `body` its first bytes. */
export type Step = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot';

/** What it does there instead of answering as it should: it says something, or acts on the socket. */
export type Rudeness = string | ((socket: Socket) => void);

const POLITE: Record<Step, string> = {
  greeting: '220 rude.example',
  EHLO: '250-rude.example\r\n250-AUTH PLAIN\r\n250 STARTTLS',
  STARTTLS: '220 go ahead',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go ahead',
  body: '',
  dot: '250 queued',
};

/**
 * An SMTP server that does what no library would: it reads lines, and answers each by a table. It speaks no TLS.
 * `received` counts mails that it had whole.
 */
export async function rudeServer(rude: Partial<Record<Step, Rudeness>>) {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, step: Step) => {
    const what = rude[step] ?? POLITE[step];
    if (typeof what === 'function') what(socket);
    else if (what !== '') socket.write(`${what}\r\n`);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let text = '';
    let inBody = false;
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (inBody) {
        answer(socket, 'body');
        const end = text.indexOf('\r\n.\r\n');
        if (end < 0 || socket.destroyed) return;
        received.push(text.slice(0, end));
        text = text.slice(end + 5);
        inBody = false;
        answer(socket, 'dot');
      }
      for (let end = text.indexOf('\r\n'); end >= 0 && !inBody; end = text.indexOf('\r\n')) {
        const verb = text.slice(0, 4).toUpperCase();
        text = text.slice(end + 2);
        if (verb === 'QUIT') socket.end('221 bye\r\n');
        else answer(socket, STEPS[verb] ?? 'EHLO');
        inBody = verb === 'DATA' && (rude.DATA === undefined || /^[23]/.test(String(rude.DATA)));
      }
    });
    answer(socket, 'greeting');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const STEPS: Record<string, Step> = {
  STAR: 'STARTTLS',
  AUTH: 'AUTH',
  MAIL: 'MAIL',
  RCPT: 'RCPT',
  DATA: 'DATA',
};

/** Says nothing, for ever. */
export const hang: Rudeness = () => {};
/** Puts the receiver down. */
export const cut: Rudeness = (socket) => void socket.destroy();

/** Answers byte by byte, and never comes to the end of a line. */
export const drip: Rudeness = (socket) => {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('2')), 20);
};

/** Talks without end. */
export function babble(name: string, text: string): Rudeness {
  const talk: Rudeness = (socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(text));
    };
    socket.on('drain', more);
    more();
  };
  return Object.defineProperty(talk, 'name', { value: `${name} without end` });
}
