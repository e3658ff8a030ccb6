import postgres from 'postgres';
import { createAuth } from '../../api/auth/auth.ts';
import { addMember, createKey, createTenant, createUser, type Provisioning } from '../../api/auth/provision.ts';
import { openDatabase, withTenant } from '../../db/connection.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import type { Role } from '../../domain/policy/roles.ts';
import { parseKeyRing, type KeyRing } from '../../domain/key-ring.ts';
import { seedSending } from './history-sending.ts';
import { seedHistory } from './history.ts';
import { demoOperator, demoPassword, demoPeople, emptyTenantId, exampleTenantId, type DemoPerson } from './people.ts';

/** Where to write: the login of the processes and that of the database's owner, and what sign-in needs to know. */
export interface SeedTarget {
  url: string;
  ownerUrl: string;
  publicUrl: string;
  secret: string;
}

/**
 * Gives a new installation its demo: an example tenant with a history, an empty one, and people to sign in as. Does nothing where
 * any tenant exists: what was removed stays removed. Returns what it did, in words.
 */
export async function seedDemo({ url, ownerUrl, publicUrl, secret }: SeedTarget): Promise<string> {
  const database = openDatabase({ url, role: 'salescompass_app', connections: 2, name: 'salescompass-seed' });
  const directory = openDatabase({ url, role: 'salescompass_directory', connections: 1, name: 'salescompass-seed' });
  const auth = createAuth({
    url,
    publicUrl,
    keyRing: parseKeyRing(secret),
    sendSystemMail: async () => {},
    connections: 2,
  });
  try {
    // The operator belongs to no tenant and is never removed with one: whoever made the demo made this person last.
    const known = await auth.db
      .selectFrom('user')
      .select('id')
      .where('email', '=', demoOperator.email)
      .executeTakeFirst();
    if (known) return 'there already';
    const deps = { database, auth, keyRing: parseKeyRing(secret) };
    await makeTenant(deps, {
      id: exampleTenantId,
      name: 'Northwind Traders',
      isExample: true,
      people: demoPeople.example,
    });
    await makeTenant(deps, { id: emptyTenantId, name: 'Blank Slate', isExample: false, people: demoPeople.empty });
    await createUser(deps, { ...demoOperator, password: demoPassword, installationOperator: true });
    await refreshStatistics(ownerUrl);
    return 'an example tenant, an empty one, and people to sign in as';
  } finally {
    await auth.close();
    await Promise.all([database.close(), directory.close()]);
  }
}

/** The server looks at new rows by itself, but a minute later: until then it plans for empty tables, and a page could take 19 s. */
async function refreshStatistics(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`analyze`;
  } finally {
    await sql.end();
  }
}

interface DemoTenant {
  id: string;
  name: string;
  isExample: boolean;
  people: DemoPerson[];
}

/** Makes the tenant and its people; what an interrupted start has made already stays. */
async function makeTenant(
  deps: Provisioning & { keyRing: KeyRing },
  { id, name, isExample, people }: DemoTenant,
): Promise<void> {
  const [admin] = people;
  await createTenant(deps, {
    id,
    name,
    isExample,
    adminEmail: admin!.email,
    adminName: admin!.name,
    adminPassword: demoPassword,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    postalAddress: `${name}, Harbour Street 1, 20457 Hamburg, Germany`,
  });
  const ids: Partial<Record<Role, string>> = {};
  for (const { email, name, role } of people) {
    const user = await createUser(deps, { email, name, password: demoPassword });
    await addMember(deps, { tenantId: id, userId: user.id, role });
    ids[role] = user.id;
  }
  const person = (role: Role) => ({ id: ids[role]!, name: people.find((person) => person.role === role)!.name });
  const isNew = await withTenant(deps.database.db, id, async (db) => {
    const address = `news@${admin!.email.split('@')[1]}`;
    const senderId = await insertSender(db, { name, address, replyTo: null, ratePerSecond: null });
    // The sender is the last thing that an interrupted start can have left: the history stands or falls with it.
    if (senderId && isExample) {
      await seedSending(db, deps.keyRing);
      await seedHistory(db, {
        senderId,
        manager: person('manager'),
        approver: person('approver'),
        keyRing: deps.keyRing,
      });
    }
    return senderId !== null && senderId !== undefined;
  });
  // Its secret is known to nobody: it shows what a key looks like, and opens nothing.
  if (isNew && isExample)
    await createKey(deps, {
      tenantId: id,
      name: 'CRM, people and opportunities',
      role: 'operator',
      createdBy: ids.admin!,
    });
}
