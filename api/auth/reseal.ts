import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { resealingTo, type Resealing } from '../../db/resealing.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { authSecrets } from './options.ts';
import type { Auth } from './auth.ts';

/** Encrypts the second factors that an older key encrypted with the ring's current one; one that does not open is named and stays as it is. */
export async function resealSecondFactors(auth: Auth, ring: KeyRing): Promise<Resealing> {
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
    const done = resealingTo(ring);
    for (const { id, secret, backupCodes } of stale) {
      const opened = await Promise.all([again(secret), again(backupCodes)]).catch(() => null);
      if (opened === null) {
        done.unopened.push(`second factor ${id}: its key is not in SECRET_KEY, or it was changed.`);
        continue;
      }
      const sealed = { secret: opened[0], backupCodes: opened[1] };
      await db.updateTable('twoFactor').set(sealed).where('id', '=', id).execute();
      done.count += 1;
    }
    return done;
  });
}
