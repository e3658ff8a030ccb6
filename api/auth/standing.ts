import { sql } from 'kysely';
import type { Context } from 'hono';
import type { Actor } from '../../domain/policy/actor.ts';
import { canDo, type Action } from '../../domain/policy/policy.ts';
import type { ApiEnv } from '../router.ts';
import { bearerOf } from './identify.ts';
import { findRole } from './session-identity.ts';

/**
 * Whether whoever called may still do in that tenant what they asked for: for an answer that stays open. Not where they signed out, were
 * removed, have another role that may not, or work in another organisation by now, and not where the key was revoked.
 */
export async function mayStill(c: Context<ApiEnv>, actor: Actor, action: Action): Promise<boolean> {
  const { auth } = c.var.deps;
  if (actor.kind === 'apiKey') {
    const now = (await auth.byApiKey(bearerOf(c) ?? ''))?.actor;
    return now?.tenantId === actor.tenantId && canDo(now.role, action);
  }
  const session = await auth.db
    .selectFrom('session')
    .select('activeOrganizationId')
    .where('id', '=', c.var.identity?.sessionId ?? '')
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (!session || (session.activeOrganizationId ?? actor.tenantId) !== actor.tenantId) return false;
  const userId = c.var.identity?.user?.id ?? '';
  const member = await findRole(auth.db, { userId, tenantId: actor.tenantId });
  return member !== undefined && canDo(member.role, action);
}
