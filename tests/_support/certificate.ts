import { Buffer } from 'node:buffer';
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

// Certificates made in the test: one in a file would run out some day, and its key would lie in the open.
// DER by hand, for Node reads certificates and makes none (X.690, RFC 5280).

export type Certificate = { cert: string; key: string };
export type Authority = { cert: string; issue(leaf: Leaf): Certificate };
/** `ip` or `host` is whom it speaks for. */
export type Leaf = { ip?: string; host?: string; from?: Date; to?: Date };

const DAY = 86_400_000;
const ECDSA_SHA256 = tlv(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

/** An authority that a test may have Node trust. */
export function makeAuthority(name = 'Test authority'): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension([0x55, 0x1d, 0x13], tlv(0x30, tlv(0x01, Buffer.from([0xff]))));
  const own = { issuer: name, by: keys.privateKey, subject: name, key: keys.publicKey };
  return {
    cert: certificate({ ...own, extensions: [isAuthority], from: ago(1), to: ago(-30) }),
    issue({ ip, host, from = ago(1), to = ago(-30) }) {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = [
        ...(ip === undefined ? [] : [tlv(0x87, Buffer.from(ip.split('.').map(Number)))]),
        ...(host === undefined ? [] : [tlv(0x82, Buffer.from(host))]),
      ];
      const extensions = [extension([0x55, 0x1d, 0x11], tlv(0x30, ...names))];
      const whose = { issuer: name, by: keys.privateKey, subject: 'Test server', key: leaf.publicKey };
      return {
        cert: certificate({ ...whose, extensions, from, to }),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

/** An instant so many days back. */
export function ago(days: number): Date {
  return new Date(Date.now() - days * DAY);
}

function certificate(made: {
  issuer: string;
  by: KeyObject;
  subject: string;
  key: KeyObject;
  extensions: Buffer[];
  from: Date;
  to: Date;
}): string {
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    called(made.issuer),
    tlv(0x30, time(made.from), time(made.to)),
    called(made.subject),
    made.key.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, ...made.extensions)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, made.by)]);
  const der = tlv(0x30, body, ECDSA_SHA256, tlv(0x03, signature));
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function called(name: string): Buffer {
  return tlv(0x30, tlv(0x31, tlv(0x30, oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(name)))));
}

function extension(id: number[], value: Buffer): Buffer {
  return tlv(0x30, oid(...id), tlv(0x04, value));
}

function time(at: Date): Buffer {
  return tlv(0x18, Buffer.from(at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
}

function oid(...bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes));
}

/** One value: its tag, its length, its parts. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
