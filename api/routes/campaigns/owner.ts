import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { findMember } from '../../auth/members.ts';
import type { ApiDeps } from '../../deps.ts';

/** Refuses an owner who does not work in the organisation; null and undefined name nobody and pass. */
export async function requireColleague(
  { auth }: Pick<ApiDeps, 'auth'>,
  actor: Actor,
  ownerId: string | null | undefined,
): Promise<void> {
  if (!ownerId || (await findMember(auth.db, { tenantId: actor.tenantId, userId: ownerId }))) return;
  const message = 'Nobody with this id works in the organisation; /users lists those who do.';
  throw new DomainError('invalid', message, [{ path: 'ownerId', code: 'unknown_user', message }]);
}
