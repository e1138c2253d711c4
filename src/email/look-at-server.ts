import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { TLSSocket } from 'node:tls';
import { connectionSettings, domainOf, envelopeAddress } from './smtp-mailer.ts';

/** Where a look at a mail server ended. */
export type LookFault =
  /** The name has no address. */
  | { at: 'name' }
  /** Nothing listens there, or the line is refused. */
  | { at: 'connect'; code: string }
  /** No answer within the limit. */
  | { at: 'silence' }
  /** TLS was spoken to a port that speaks plain text at first. */
  | { at: 'wrong_tls' }
  /** The server does not offer STARTTLS, and mail would travel in the clear. */
  | { at: 'no_starttls' }
  /** It offers TLS and the two sides do not agree on it. */
  | { at: 'tls'; code: string }
  /** Nobody vouches for the certificate, or it is for another name, or its time is over. */
  | { at: 'certificate'; code: string }
  /** There is a user to sign in and the server takes none. */
  | { at: 'no_sign_in' }
  /** The server refused user and password; `code` is its reply, 535 for instance. */
  | { at: 'sign_in'; code: number }
  /** The server said something else, or left. */
  | { at: 'reply'; code: number };

/** What a look at a mail server found. No password, no user and no word of the server's is in it. */
export type ServerLook = {
  host: string;
  port: number;
  /** Whether mail to it must be encrypted: always, unless it is on this machine. */
  mustEncrypt: boolean;
  /** TLS from the first byte (smtps:) rather than by STARTTLS. */
  fromTheStart: boolean;
  tls: { version: string; names: string[]; validTo: Date } | null;
  /** `none`: the address names no user. `open`: none was named, although the server offers to sign in. */
  signIn: 'done' | 'none' | 'open' | null;
  fault: LookFault | null;
};

/** All of it together; a healthy server needs a second. */
const LIMIT_MS = 30_000;

/**
 * Talks to the mail server as the mailer does, signs in where a user is named, and leaves: no sender, no
 * recipient, no mail. The user and the password go only to a server whose certificate holds.
 */
export function lookAtMailServer(
  account: { smtpUrl: string; from: string },
  options: { requireTls?: boolean; limitMs?: number } = {},
): Promise<ServerLook> {
  const ownName = domainOf(envelopeAddress(account.from));
  const { connection: settings, auth } = connectionSettings(account.smtpUrl, ownName, options.requireTls);
  const look: ServerLook = {
    host: String(settings.host),
    port: Number(settings.port),
    mustEncrypt: settings.requireTLS === true,
    fromTheStart: settings.secure === true,
    tls: null,
    signIn: null,
    fault: null,
  };
  // A certificate that does not hold is looked at too, so that the reader learns what is wrong with it.
  const connection = new SMTPConnection({ ...settings, tls: { rejectUnauthorized: false } });
  return new Promise((resolve) => {
    const end = (found: Partial<ServerLook>) => {
      clearTimeout(patience);
      resolve({ ...look, ...found });
      if (found.fault === undefined) connection.quit();
      else connection.close();
    };
    const patience = setTimeout(() => end({ fault: { at: 'silence' } }), options.limitMs ?? LIMIT_MS);
    connection.on('error', (error) => end({ fault: faultOf(error) }));
    connection.once('end', () => end({ fault: { at: 'reply', code: 0 } }));
    connection.connect(() => {
      // The library keeps its socket to itself, and only that knows of the certificate.
      const { _socket: socket } = connection as unknown as { _socket: unknown };
      if (socket instanceof TLSSocket) {
        look.tls = tlsOf(socket);
        const code = certificateFault(socket);
        if (code !== null) return end({ fault: { at: 'certificate', code } });
      }
      if (auth === null) return end({ signIn: connection.allowsAuth ? 'open' : 'none' });
      if (!connection.allowsAuth) return end({ fault: { at: 'no_sign_in' } });
      connection.login({ credentials: auth }, (error) =>
        end(error ? { fault: signInFault(error) } : { signIn: 'done' }),
      );
    });
  });
}

function tlsOf(socket: TLSSocket): NonNullable<ServerLook['tls']> {
  const { subject, subjectaltname = '', valid_to } = socket.getPeerCertificate();
  const names = subjectaltname
    .split(', ')
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
    .filter((name) => name !== '');
  const common = [subject?.CN].flat().filter((name) => name !== undefined);
  return {
    version: (socket.getProtocol() ?? '').replace('TLSv', 'TLS '),
    names: names.length > 0 ? names : common,
    validTo: new Date(valid_to),
  };
}

/** Node's code for what is wrong with the certificate; null where the mailer would take it. */
function certificateFault(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  const reason: unknown = socket.authorizationError;
  if (typeof reason === 'string') return reason;
  return (reason as { code?: string } | null)?.code ?? 'unknown';
}

type SmtpError = { code?: string; originalCode?: string; command?: string; responseCode?: number };

function faultOf(error: unknown): LookFault {
  const { code = '', originalCode = '', command = '', responseCode = 0 } = error as SmtpError;
  if (code === 'EDNS') return { at: 'name' };
  if (code === 'ETIMEDOUT') return { at: 'silence' };
  if (command === 'STARTTLS')
    return responseCode >= 400 ? { at: 'no_starttls' } : { at: 'tls', code: originalCode };
  if (/SSL|TLS|EPROTO/.test(originalCode)) return { at: 'wrong_tls' };
  if (responseCode > 0) return { at: 'reply', code: responseCode };
  return code === 'ESOCKET' ? { at: 'connect', code: originalCode } : { at: 'reply', code: 0 };
}

function signInFault(error: unknown): LookFault {
  const { code, responseCode = 0 } = error as SmtpError;
  return code === 'ETIMEDOUT' ? { at: 'silence' } : { at: 'sign_in', code: responseCode };
}
