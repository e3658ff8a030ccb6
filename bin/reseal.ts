import { createAuth } from '../api/auth/auth.ts';
import { resealSecondFactors } from '../api/auth/reseal.ts';
import { openDatabase, withTenant } from '../db/connection.ts';
import { resealingTo, type Resealing } from '../db/resealing.ts';
import { resealRoutePasswords, resealSecrets } from '../db/queries/tenants/sealed.ts';
import { listTenants } from '../db/queries/tenants/tenants.ts';
import type { KeyRing } from '../domain/key-ring.ts';

/**
 * Seals everything in the database at `url` that an older key sealed with the ring's current key; says how many there were, and what could
 * not be opened.
 */
export async function resealAll(url: string, keyRing: KeyRing): Promise<Omit<Resealing, 'ring'>> {
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
    const routes = resealingTo(keyRing);
    await resealRoutePasswords(app.db, routes);
    const all = [await resealSecondFactors(auth, keyRing), routes];
    for (const { tenantId } of await listTenants(directory.db)) {
      // Begun anew where the transaction is.
      const done = await withTenant(app.db, tenantId, async (db) => {
        const own = resealingTo(keyRing);
        await resealSecrets(db, own);
        return own;
      });
      all.push({ ...done, unopened: done.unopened.map((line) => `tenant ${tenantId}, ${line}`) });
    }
    return { count: all.reduce((sum, { count }) => sum + count, 0), unopened: all.flatMap(({ unopened }) => unopened) };
  } finally {
    await Promise.all([app.close(), directory.close(), auth.close()]);
  }
}
