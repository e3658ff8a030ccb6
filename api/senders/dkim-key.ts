import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { sealSecret } from '../../db/sealing.ts';
import type { DkimKey } from '../../db/queries/senders.ts';
import { dkimPurpose } from '../../domain/senders/sender.ts';
import type { KeyRing } from '../../domain/key-ring.ts';

const generate = promisify(generateKeyPair);

/**
 * Makes a signing key for a domain. The private half is sealed at once and never shown; the public half is what DNS publishes
 * (base64: SubjectPublicKeyInfo for RSA, the bare 32 octets for Ed25519, RFC 8463).
 */
export async function makeDkimKey(ring: KeyRing, algorithm: DkimKey['dkimAlgorithm']): Promise<DkimKey> {
  const pair =
    algorithm === 'rsa-sha256' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ed25519', {});
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  const published = algorithm === 'rsa-sha256' ? der : der.subarray(-32);
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    dkimSelector: `sc${new Date().toISOString().slice(0, 7).replace('-', '')}${algorithm === 'rsa-sha256' ? 'r' : 'e'}`,
    dkimAlgorithm: algorithm,
    dkimPublicKey: published.toString('base64'),
    dkimPrivateKeySealed: sealSecret(ring, dkimPurpose, pem),
  };
}
