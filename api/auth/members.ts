import { sql, type Kysely } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../../domain/policy/roles.ts';
import type { AuthTables } from './tables.ts';

/** A person of a tenant. */
export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  twoFactorEnabled: boolean;
  /** Has not set a password yet. */
  isInvited: boolean;
  joinedAt: Date;
}

/** People of a tenant by name, those with `q` in name or address; `after` is the name and id of the last one seen. */
export async function listMembers(
  db: Kysely<AuthTables>,
  input: { tenantId: string; limit: number; after: readonly [string, string] | null; q?: string },
): Promise<Member[]> {
  const { tenantId, limit, after, q } = input;
  const rows = await members(db, tenantId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`("user".name, "user".id) > (${after?.[0]}, ${after?.[1]})`),
    )
    .$if(!!q, (query) =>
      query.where(sql<boolean>`position(lower(${q}) in lower("user".name || ' ' || "user".email)) > 0`),
    )
    .orderBy('user.name')
    .orderBy('user.id')
    .limit(limit)
    .execute();
  return rows.map(toMember);
}

/** A person of a tenant, or undefined where they do not belong to it. */
export async function findMember(
  db: Kysely<AuthTables>,
  key: { tenantId: string; userId: string },
): Promise<Member | undefined> {
  const row = await members(db, key.tenantId).where('user.id', '=', key.userId).executeTakeFirst();
  return row && toMember(row);
}

/**
 * A person of a tenant, whose place in it is held for the transaction that changes it, and those of the admins before it: of two who take the
 * role from each other neither may wait for what the other one holds.
 */
export async function findMemberForChange(
  db: Kysely<AuthTables>,
  key: { tenantId: string; userId: string },
): Promise<Member | undefined> {
  await holdAdmins(db, key.tenantId);
  const row = await members(db, key.tenantId).where('user.id', '=', key.userId).forUpdate('member').executeTakeFirst();
  return row && toMember(row);
}

/** Gives a person another role. Must run in a transaction; refuses to take the role from the last admin. */
export async function changeMemberRole(
  db: Kysely<AuthTables>,
  change: { tenantId: string; userId: string; role: Role },
): Promise<void> {
  const { tenantId, userId, role } = change;
  if (role !== 'admin') await keepAnAdmin(db, { tenantId, userId });
  await db
    .updateTable('member')
    .set({ role })
    .where('organizationId', '=', tenantId)
    .where('userId', '=', userId)
    .execute();
}

/** Takes a person out of a tenant, with the sessions in which they worked there. Must run in a transaction; never the last admin. */
export async function deleteMember(db: Kysely<AuthTables>, key: { tenantId: string; userId: string }): Promise<void> {
  await keepAnAdmin(db, key);
  await db.deleteFrom('member').where('organizationId', '=', key.tenantId).where('userId', '=', key.userId).execute();
  await db
    .deleteFrom('session')
    .where('userId', '=', key.userId)
    .where('activeOrganizationId', '=', key.tenantId)
    .execute();
}

/** Locks the tenant's admins, so that two of them cannot remove each other at the same time. */
function holdAdmins(db: Kysely<AuthTables>, tenantId: string): Promise<{ userId: string }[]> {
  return db
    .selectFrom('member')
    .select('userId')
    .where('organizationId', '=', tenantId)
    .where('role', '=', 'admin')
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function keepAnAdmin(
  db: Kysely<AuthTables>,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<void> {
  const admins = await holdAdmins(db, tenantId);
  if (admins.length === 1 && admins[0]?.userId === userId) {
    throw new DomainError(
      'conflict',
      'This is the last admin of the organisation. Nothing was changed: make somebody else admin first.',
    );
  }
}

function members(db: Kysely<AuthTables>, tenantId: string) {
  return db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select(['user.id', 'user.name', 'user.email', 'user.twoFactorEnabled', 'member.role', 'member.createdAt'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('account')
          .select('account.id')
          .whereRef('account.userId', '=', 'user.id')
          .where('account.password', 'is not', null),
      ).as('hasPassword'),
    )
    .where('member.organizationId', '=', tenantId);
}

function toMember(row: Awaited<ReturnType<ReturnType<typeof members>['execute']>>[number]): Member {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    twoFactorEnabled: row.twoFactorEnabled === true,
    isInvited: !row.hasPassword,
    joinedAt: row.createdAt,
  };
}
