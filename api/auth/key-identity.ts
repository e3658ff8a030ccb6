import { defaultKeyHasher } from '@better-auth/api-key';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { includesRole } from '../../domain/policy/policy.ts';
import { roles, type Role } from '../../domain/policy/roles.ts';
import type { Identity } from './identity.ts';
import type { AuthTables } from './tables.ts';

/** What we keep with a key: what it may do, and the person who made it. */
export const KeyMetadata = z.object({ role: z.enum(roles), createdBy: z.string() });

/**
 * Who a key stands for. One query: the library's own check writes twice per call, which would make every request of a busy
 * key wait for the one before. A key ends with the membership of its maker, and never has more rights than they have now.
 */
export async function findKeyIdentity(db: Kysely<AuthTables>, key: string): Promise<Identity | null> {
  if (!/^sck_[A-Za-z]{20,200}$/.test(key)) return null;
  const found = await db
    .selectFrom('apikey')
    .innerJoin('member', (join) =>
      join
        .onRef('member.organizationId', '=', 'apikey.referenceId')
        .on(sql<boolean>`member."userId" = apikey.metadata::jsonb ->> 'createdBy'`),
    )
    .innerJoin('user', 'user.id', 'member.userId')
    .select([
      'apikey.id',
      'apikey.name',
      'apikey.referenceId',
      'apikey.metadata',
      'apikey.lastRequest',
      'member.role',
      'user.name as maker',
    ])
    .where('apikey.key', '=', await defaultKeyHasher(key))
    .where('apikey.enabled', '=', true)
    .where((where) =>
      where.or([where('apikey.expiresAt', 'is', null), where('apikey.expiresAt', '>', sql<Date>`now()`)]),
    )
    .executeTakeFirst();
  if (!found) return null;
  const { role, createdBy } = KeyMetadata.parse(JSON.parse(found.metadata ?? '{}'));
  await noteUse(db, found.id, found.lastRequest);
  const makersRole = found.role as Role;
  return {
    credentialId: `key:${found.id}`,
    actor: {
      tenantId: found.referenceId,
      kind: 'apiKey',
      personId: createdBy,
      keyId: found.id,
      name: `${found.name ?? 'API key'} (key of ${found.maker})`,
      role: includesRole(makersRole, role) ? role : makersRole,
      isInstallationOperator: false,
    },
    isInstallationOperator: false,
    user: null,
    sessionId: null,
  };
}

/** "Last used" to the minute: more often it would be a write per request. */
async function noteUse(db: Kysely<AuthTables>, id: string, lastUse: Date | null): Promise<void> {
  if (lastUse && Date.now() - lastUse.getTime() < 60_000) return;
  await db.updateTable('apikey').set({ lastRequest: new Date() }).where('id', '=', id).execute();
}
