import type { DkimAlgorithm } from './sender.ts';

/** A key as DNS publishes it. */
export interface PublishedKey {
  selector: string;
  algorithm: DkimAlgorithm;
  /** Base64: SubjectPublicKeyInfo for RSA, the bare 32 octets for Ed25519 (RFC 8463). */
  publicKey: string;
}

const kindOf = (algorithm: DkimAlgorithm): string => (algorithm === 'ed25519-sha256' ? 'ed25519' : 'rsa');

/** Where the record of a key stands. */
export function dkimName(domain: string, selector: string): string {
  return `${selector}._domainkey.${domain}`;
}

/** What stands there. */
export function dkimValue({ algorithm, publicKey }: Omit<PublishedKey, 'selector'>): string {
  return `v=DKIM1; k=${kindOf(algorithm)}; p=${publicKey}`;
}

/** What is wrong with the records found at a key's name; null where receivers find exactly our key. */
export function dkimProblem(
  key: Omit<PublishedKey, 'selector'>,
  records: readonly string[],
): 'missing' | 'several' | 'revoked' | 'other_key' | 'other_kind' | 'no_mail' | null {
  const keys = records.filter((text) => /(^|;)\s*p\s*=/i.test(text));
  if (keys.length === 0) return 'missing';
  if (keys.length > 1) return 'several';
  const tags = new Map(
    keys[0]!.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replace(/\s+/g, '')] as const;
    }),
  );
  const found = tags.get('p') ?? '';
  if (found === '') return 'revoked';
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== kindOf(key.algorithm)) return 'other_kind';
  if (found !== key.publicKey) return 'other_key';
  const services = (tags.get('s') ?? '*').split(':');
  return services.includes('*') || services.includes('email') ? null : 'no_mail';
}
