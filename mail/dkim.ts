import type { KeyObject } from 'node:crypto';
import { createPrivateKey, hash, sign } from 'node:crypto';

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

/** What of a key's DKIM-Signature header is the same for all messages: before the time, between time and body hash; as sent and as signed. */
interface SignatureFrame {
  key: DkimKey;
  sent: [string, string];
  signed: [string, string];
}

/** Signs messages with the keys of a domain, one signature for each. */
export class DkimSigner {
  private readonly frames: SignatureFrame[];

  constructor(keys: readonly DkimKey[]) {
    this.frames = keys.map(frameOf);
  }

  /**
   * The DKIM-Signature header lines of a message. `canonicalHeaders` are the signed headers in the order of `signedHeaders`, relaxed,
   * each with its CRLF; `body` is ASCII and must be in relaxed form already.
   */
  async sign(canonicalHeaders: string, body: Uint8Array): Promise<string> {
    const bodyHash = hash('sha256', body, 'base64');
    const seconds = Math.floor(Date.now() / 1000);
    const begun = this.frames.map((frame) => signFrame(frame, { canonicalHeaders, bodyHash, seconds }));
    return begun.length === 1 ? begun[0]! : (await Promise.all(begun)).join('');
  }
}

function frameOf(key: DkimKey): SignatureFrame {
  const before = `v=1; a=${key.algorithm}; c=relaxed/relaxed;\r\n d=${key.domain}; s=${key.selector}; t=`;
  const between = `;\r\n h=${signedHeaders.slice(0, 7).join(':')}:\r\n ${signedHeaders.slice(7).join(':')};\r\n bh=`;
  const unfold = (text: string) => text.replaceAll('\r\n', '');
  return { key, sent: [before, between], signed: [unfold(before), unfold(between)] };
}

function signFrame(
  frame: SignatureFrame,
  message: { canonicalHeaders: string; bodyHash: string; seconds: number },
): Promise<string> {
  const { canonicalHeaders, bodyHash, seconds } = message;
  const text = `${canonicalHeaders}dkim-signature:${frame.signed[0]}${seconds}${frame.signed[1]}${bodyHash}; b=`;
  const isRsa = frame.key.algorithm === 'rsa-sha256';
  // Ed25519 signs the hash (RFC 8463).
  const data = isRsa ? Buffer.from(text, 'utf8') : hash('sha256', text, 'buffer');
  return new Promise((resolve, reject) => {
    sign(isRsa ? 'sha256' : null, data, frame.key.privateKey, (error, signature) => {
      if (error) reject(error);
      else
        resolve(
          `DKIM-Signature: ${frame.sent[0]}${seconds}${frame.sent[1]}${bodyHash};\r\n b=${fold(signature.toString('base64'))}\r\n`,
        );
    });
  });
}

function fold(signature: string): string {
  let folded = signature.slice(0, 72);
  for (let at = 72; at < signature.length; at += 72) folded += `\r\n ${signature.slice(at, at + 72)}`;
  return folded;
}
