import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { KeyRing } from '../../domain/key-ring.ts';
import { authSecrets } from './options.ts';
import type { Auth } from './auth.ts';

/** Encrypts the second factors that an older key encrypted with the ring's current one; returns how many there were. */
export async function resealSecondFactors(auth: Auth, ring: KeyRing): Promise<number> {
  const current = ring.current.id;
  const key = {
    currentVersion: current,
    keys: new Map(authSecrets(ring).map(({ version, value }) => [version, value])),
  };
  const again = async (data: string): Promise<string> =>
    symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  return auth.db.transaction().execute(async (db) => {
    const rows = await db.selectFrom('twoFactor').select(['id', 'secret', 'backupCodes']).forUpdate().execute();
    // The library writes $ba$<key number>$<ciphertext>.
    const stale = rows.filter(({ secret, backupCodes }) =>
      [secret, backupCodes].some((text) => !text.startsWith(`$ba$${current}$`)),
    );
    for (const { id, secret, backupCodes } of stale) {
      const sealed = { secret: await again(secret), backupCodes: await again(backupCodes) };
      await db.updateTable('twoFactor').set(sealed).where('id', '=', id).execute();
    }
    return stale.length;
  });
}
