import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { sealSecret } from '../../../db/sealing.ts';
import type { NewDkimKey } from '../../../db/queries/senders/dkim-keys.ts';
import { dkimPurpose, type DkimAlgorithm } from '../../../domain/senders/sender.ts';
import type { KeyRing } from '../../../domain/key-ring.ts';

const generate = promisify(generateKeyPair);

/**
 * Makes a signing key for a domain. The private half is sealed at once and never shown; the public half is what DNS publishes
 * (base64: SubjectPublicKeyInfo for RSA, the bare 32 octets for Ed25519, RFC 8463). `taken`: selectors that the domain has already, since
 * the record of an older key must stay beside the new one.
 */
export async function makeDkimKey(
  ring: KeyRing,
  algorithm: DkimAlgorithm,
  taken: readonly string[] = [],
): Promise<NewDkimKey> {
  const pair =
    algorithm === 'rsa-sha256' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ed25519', {});
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  const published = algorithm === 'rsa-sha256' ? der : der.subarray(-32);
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const first = `sc${new Date().toISOString().slice(0, 7).replace('-', '')}${algorithm === 'rsa-sha256' ? 'r' : 'e'}`;
  let selector = first;
  for (let number = 2; taken.includes(selector); number += 1) selector = `${first}${number}`;
  return {
    selector,
    algorithm,
    publicKey: published.toString('base64'),
    privateKeySealed: sealSecret(ring, dkimPurpose, pem),
  };
}
