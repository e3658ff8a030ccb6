import type { Kysely } from 'kysely';
import type { Role } from '../../domain/policy/roles.ts';
import type { Identity, Membership } from './identity.ts';
import type { AuthTables } from './tables.ts';

interface SessionOfLibrary {
  session: { id: string; activeOrganizationId?: string | null };
  user: { id: string; name: string; email: string; installationOperator: boolean; twoFactorEnabled?: boolean | null };
}

/** Who a valid session stands for, with the role that its person has in the chosen organisation at this moment. */
export async function findSessionIdentity(
  db: Kysely<AuthTables>,
  { session, user }: SessionOfLibrary,
): Promise<Identity> {
  const isInstallationOperator = user.installationOperator;
  // Whoever was added to their first organisation while signed in need not sign in again to work there.
  const tenantId = session.activeOrganizationId ?? (await findFirstMembership(db, user.id));
  const member = tenantId === null ? undefined : await findRole(db, { userId: user.id, tenantId });
  const actor =
    member && tenantId
      ? {
          tenantId,
          kind: 'user' as const,
          personId: user.id,
          name: user.name,
          role: member.role,
          isInstallationOperator,
        }
      : null;
  return {
    credentialId: `session:${session.id}`,
    actor,
    isInstallationOperator,
    user: { id: user.id, name: user.name, email: user.email, twoFactorEnabled: user.twoFactorEnabled === true },
    sessionId: session.id,
  };
}

/** The role of a person in a tenant at this moment; undefined where they have none. */
export async function findRole(
  db: Kysely<AuthTables>,
  { userId, tenantId }: { userId: string; tenantId: string },
): Promise<{ role: Role } | undefined> {
  const row = await db
    .selectFrom('member')
    .select('role')
    .where('userId', '=', userId)
    .where('organizationId', '=', tenantId)
    .executeTakeFirst();
  return row && { role: row.role as Role };
}

/** The organisations of a person, in the order they were joined. */
export async function listMemberships(db: Kysely<AuthTables>, userId: string): Promise<Membership[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('organization', 'organization.id', 'member.organizationId')
    .select(['organization.id as tenantId', 'organization.name', 'member.role'])
    .where('member.userId', '=', userId)
    .orderBy('member.createdAt')
    .orderBy('member.id')
    .execute();
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}

/** The organisation that a person joined first, or null. */
export async function findFirstMembership(db: Kysely<AuthTables>, userId: string): Promise<string | null> {
  const [first] = await listMemberships(db, userId);
  return first?.tenantId ?? null;
}
