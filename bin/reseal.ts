import { createAuth } from '../api/auth/auth.ts';
import { resealSecondFactors } from '../api/auth/reseal.ts';
import { openDatabase, withTenant } from '../db/connection.ts';
import { resealRoutePasswords, resealSecrets } from '../db/queries/sealed.ts';
import { listTenants } from '../db/queries/tenants.ts';
import type { KeyRing } from '../domain/key-ring.ts';

/** Seals everything in the database at `url` that an older key sealed with the ring's current key; returns how many there were. */
export async function resealAll(url: string, keyRing: KeyRing): Promise<number> {
  const app = openDatabase({ url, role: 'salescompass_app', connections: 1 });
  const directory = openDatabase({ url, role: 'salescompass_directory', connections: 1 });
  const auth = createAuth({
    url,
    keyRing,
    publicUrl: 'http://localhost',
    sendSystemMail: async () => {},
    connections: 1,
  });
  try {
    let count = await resealSecondFactors(auth, keyRing);
    count += await resealRoutePasswords(app.db, keyRing);
    for (const { tenantId } of await listTenants(directory.db)) {
      count += await withTenant(app.db, tenantId, (db) => resealSecrets(db, keyRing));
    }
    return count;
  } finally {
    await Promise.all([app.close(), directory.close(), auth.close()]);
  }
}
