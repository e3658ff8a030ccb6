import type { Kysely } from 'kysely';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import type { Auth } from './auth.ts';
import { listMemberships } from './session-identity.ts';
import type { AuthTables } from './tables.ts';

/** What people change about their own account at the library's endpoints, by what the audit log calls it. */
const noted: Partial<Record<string, string>> = {
  '/change-password': 'user.setPassword',
  '/reset-password': 'user.setPassword',
  '/two-factor/enable': 'user.update',
  '/two-factor/verify-totp': 'user.update',
  '/two-factor/disable': 'user.update',
  '/two-factor/generate-backup-codes': 'user.renewCodes',
  '/update-user': 'user.update',
};

/** A change of an account that is about to be made. */
interface OwnChange {
  action: string;
  userId: string;
  before: Awaited<ReturnType<typeof findAccount>>;
}

/** Whose account a request to the library is about to change, and how it stands; null where it changes none, or nobody's. */
export async function beginOwnChange(
  auth: Auth,
  { path, headers, body }: { path: string; headers: Headers; body: string | undefined },
): Promise<OwnChange | null> {
  const action = noted[path];
  if (action === undefined) return null;
  const userId =
    path === '/reset-password'
      ? await findUserOfLink(auth.db, body)
      : (await auth.bySession(headers))?.identity.user?.id;
  return userId ? { action, userId, before: await findAccount(auth.db, userId) } : null;
}

/**
 * Notes in the audit log of each organisation of the person what was changed, and lets no link for a password work that was made before
 * they set one. The library commits by itself, so that this comes after it and not with it.
 */
export async function finishOwnChange(auth: Auth, { action, userId, before }: OwnChange): Promise<void> {
  if (action === 'user.setPassword') await deleteLinks(auth.db, userId);
  const after = await findAccount(auth.db, userId);
  if (!after || (action === 'user.update' && JSON.stringify(before) === JSON.stringify(after))) return;
  for (const { tenantId, role } of await listMemberships(auth.db, userId)) {
    const actor = { tenantId, kind: 'user', personId: userId, name: after.name, role } as const;
    const change = { action, entityKind: 'user', entityId: userId, before, after };
    await auth.inTenant(tenantId, ({ audit }) =>
      insertAudit(audit, { ...actor, isInstallationOperator: false }, change),
    );
  }
}

/** What the audit log compares of an account. */
async function findAccount(db: Kysely<AuthTables>, userId: string) {
  return db
    .selectFrom('user')
    .leftJoin('account', (join) =>
      join.onRef('account.userId', '=', 'user.id').on('account.providerId', '=', 'credential'),
    )
    .select(['user.name', 'user.twoFactorEnabled', 'account.updatedAt as passwordSetAt'])
    .where('user.id', '=', userId)
    .executeTakeFirst();
}

/** Ends what was begun with the former password: other links to set one, and sign-ins that wait for the second factor. */
async function deleteLinks(db: Kysely<AuthTables>, userId: string): Promise<void> {
  await db
    .deleteFrom('verification')
    .where('value', '=', userId)
    .where((where) => where.or([where('identifier', 'like', 'reset-password:%'), where('identifier', 'like', '2fa-%')]))
    .execute();
}

async function findUserOfLink(db: Kysely<AuthTables>, body = ''): Promise<string | undefined> {
  const token = tokenOf(body);
  if (token === null) return undefined;
  const found = await db
    .selectFrom('verification')
    .select('value')
    .where('identifier', '=', `reset-password:${token}`)
    .executeTakeFirst();
  return found?.value;
}

function tokenOf(body: string): string | null {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' ? token : null;
  } catch {
    return null;
  }
}
