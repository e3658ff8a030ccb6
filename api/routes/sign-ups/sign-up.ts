import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findSignUpMessage, findSignUpSender } from '../../../db/queries/sign-ups/message.ts';
import { insertSignUp } from '../../../db/queries/sign-ups/sign-ups.ts';
import type { ConsentInput } from '../../../domain/consent/consent.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { SignUp } from '../../../domain/sign-ups/sign-up.ts';
import type { ApiDeps } from '../../deps.ts';
import { wakeSignUpsOf } from './wake.ts';

/** Who signed up, for what, and where. */
export interface SignUpRequest {
  id: string;
  personId: string;
  consent: { source: string; topicId?: string } & Partial<ConsentInput>;
}

/** Writes a sign-up and has the person asked by mail. Null where there is nothing to confirm: they gave consent already. */
export async function signUpPerson(
  deps: Pick<ApiDeps, 'database' | 'temporal' | 'log'>,
  actor: Actor,
  request: SignUpRequest,
): Promise<SignUp | null> {
  const { state = 'granted', channel = 'email', basis = 'consent', at, note } = request.consent;
  if (state !== 'granted' || channel !== 'email' || basis !== 'consent' || at !== undefined || note !== undefined) {
    const message =
      'goes with a consent that is granted for e-mail now, and without a note: the confirmation is its evidence';
    throw new DomainError('invalid', `doubleOptIn ${message}.`, [
      { path: 'doubleOptIn', code: 'not_applicable', message },
    ]);
  }
  const signUp = await withTenant(deps.database.db, actor.tenantId, (db) => insertSignUpOf(db, actor, request));
  if (signUp) await wakeSignUpsOf(deps.temporal, deps.log, actor.tenantId);
  return signUp;
}

/** Writes a sign-up in the caller's transaction; wake the workflow after its commit. */
export async function insertSignUpOf(db: TenantDb, actor: Actor, request: SignUpRequest): Promise<SignUp | null> {
  const { senderId } = await findSignUpMessage(db);
  if (!(await findSignUpSender(db, senderId)))
    throw new DomainError(
      'conflict',
      'There is no sender that a confirmation could come from. Add one in the settings first.',
    );
  const { id, personId, consent } = request;
  const signUp = await insertSignUp(db, { id, personId, source: consent.source, topicId: consent.topicId ?? null });
  if (signUp?.id === id)
    await insertAudit(db, actor, { action: 'person.signUp', entityKind: 'person', entityId: personId });
  return signUp;
}
