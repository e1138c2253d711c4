import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { AppError } from '../errors.ts';
import type { Fault } from './smtp-verdict.ts';

/** A composed mail and whom it goes to. */
export type Letter = { message: Buffer; from: string; to: string };

export type Auth = { user: string; pass: string } | null;

/** A connection to the server that carries mails one after another. Any fault ends it. */
export type Line = {
  /** How many mails it has carried. */
  carried: () => number;
  isOpen: () => boolean;
  /** Hands a mail over, once. Null where the server accepted it. */
  handOver(letter: Letter, limitMs: number): Promise<Fault | null>;
  /** Takes leave as the protocol has it, without waiting. */
  leave(): void;
};

/** A server that does not say goodbye is left without. */
const LEAVE_MS = 1_000;

/** Calls the server, and signs in where an account is given. The first mail hears of what went wrong. */
export function openLine(options: SMTPConnectionOptions, auth: Auth): Line {
  const connection = new SMTPConnection(options);
  let carried = 0;
  let isOpen = true;
  let hear: (error: unknown) => void = () => {};
  const broken = (error: unknown) => {
    isOpen = false;
    hear(error);
  };
  connection.on('error', broken);
  connection.once('end', () => {
    isOpen = false;
    // The server's last words, if there were any, come right behind.
    queueMicrotask(() => hear(named('closed')));
  });
  const ready = signIn(connection, auth);
  ready.catch(broken);

  return {
    carried: () => carried,
    isOpen: () => isOpen,
    handOver({ message, from, to }, limitMs) {
      return new Promise((resolve) => {
        let begun = false;
        let handedOver = false;
        const body = new Readable({
          read() {
            begun = true;
            this.push(message);
            this.push(null);
          },
        });
        body.once('end', () => (handedOver = true));
        const end = (error: unknown) => {
          hear = () => {};
          clearTimeout(patience);
          if (error === null) carried++;
          // First the answer: closing ends the conversation, which would read as an answer of its own.
          resolve(error === null ? null : { error, begun, handedOver });
          if (error === null) return;
          isOpen = false;
          connection.close();
        };
        const patience = setTimeout(() => end(named('send_limit')), limitMs);
        hear = end;
        // A notice about delivery would carry the address to others.
        const envelope = { from, to: [to], dsn: { ret: 'HDRS', notify: 'NEVER' } };
        const answered = (error: unknown) => {
          if (hear === end) end(error ?? null);
        };
        ready.then(() => connection.send(envelope, body, answered), end);
      });
    },
    leave() {
      isOpen = false;
      connection.quit();
      setTimeout(() => connection.close(), LEAVE_MS).unref();
    },
  };
}

function signIn(connection: SMTPConnection, auth: Auth): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    connection.connect((error) => {
      if (error || auth === null) done(error);
      else if (!connection.allowsAuth) done(named('no_auth'));
      else connection.login({ credentials: auth }, done);
    });
  });
}

/** A fault that the library has no name for. */
function named(code: string): AppError {
  return new AppError(503, code, 'The mail server could not be used.');
}
