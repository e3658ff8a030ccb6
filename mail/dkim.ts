import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, hash, sign } from 'node:crypto';

/** A signing key of a domain, parsed once. */
export interface DkimKey {
  domain: string;
  selector: string;
  algorithm: 'rsa-sha256' | 'ed25519-sha256';
  privateKey: KeyObject;
}

/** Reads a private key in PEM. Throws where it is no RSA key of 2048 bits or more and no Ed25519 key. */
export function parseDkimKey(input: { domain: string; selector: string; privateKeyPem: string }): DkimKey {
  const privateKey = createPrivateKey(input.privateKeyPem);
  const { domain, selector } = input;
  if (privateKey.asymmetricKeyType === 'ed25519') return { domain, selector, privateKey, algorithm: 'ed25519-sha256' };
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (privateKey.asymmetricKeyType !== 'rsa' || bits < 2048) {
    throw new Error('A DKIM key is an RSA key of at least 2048 bits or an Ed25519 key');
  }
  return { domain, selector, privateKey, algorithm: 'rsa-sha256' };
}

/** What is signed of every message, where it has it. From stands twice, so that a second From cannot be added on the way. */
export const signedHeaders = [
  'from',
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
] as const;

/** A header as relaxed canonicalisation (RFC 6376, 3.4.2) reads it, without the line's end. */
export function relaxedHeader(name: string, value: string): string {
  const unfolded = /[\r\n\t]| {2}/.test(value) ? value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ') : value;
  return `${name.toLowerCase()}:${unfolded.trim()}`;
}

/**
 * The DKIM-Signature header lines of a message, one for each key. `canonicalHeaders` are the signed headers in the order of `signedHeaders`, relaxed, each with
 * its CRLF; `body` must be in relaxed form already.
 */
export async function dkimSignatures(
  keys: readonly DkimKey[],
  canonicalHeaders: string,
  body: string,
): Promise<string> {
  const bodyHash = hash('sha256', body, 'base64');
  const seconds = Math.floor(Date.now() / 1000);
  const lines = await Promise.all(
    keys.map(async (key) => {
      const unsigned = signatureValue(key, bodyHash, seconds);
      const signature = await signText(key, `${canonicalHeaders}${relaxedHeader('dkim-signature', unsigned)}`);
      return `DKIM-Signature: ${unsigned}${fold(signature)}\r\n`;
    }),
  );
  return lines.join('');
}

function fold(signature: string): string {
  let folded = signature.slice(0, 72);
  for (let at = 72; at < signature.length; at += 72) folded += `\r\n ${signature.slice(at, at + 72)}`;
  return folded;
}

function signatureValue(key: DkimKey, bodyHash: string, seconds: number): string {
  const where = `d=${key.domain}; s=${key.selector}; t=${seconds};`;
  const names = `h=${signedHeaders.slice(0, 7).join(':')}:\r\n ${signedHeaders.slice(7).join(':')};`;
  return `v=1; a=${key.algorithm}; c=relaxed/relaxed;\r\n ${where}\r\n ${names}\r\n bh=${bodyHash};\r\n b=`;
}

/** Signs off the main thread; Ed25519 signs the hash (RFC 8463). */
function signText(key: DkimKey, text: string): Promise<string> {
  const data = Buffer.from(text, 'utf8');
  const [digest, signed] =
    key.algorithm === 'rsa-sha256' ? ['sha256', data] : [null, createHash('sha256').update(data).digest()];
  return new Promise((resolve, reject) => {
    sign(digest as string | null, signed as Buffer, key.privateKey, (error, signature) =>
      error ? reject(error) : resolve(signature.toString('base64')),
    );
  });
}
