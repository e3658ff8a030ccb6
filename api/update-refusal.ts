import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CommandActor } from '../domain/campaigns/command.ts';
import { DomainError, type DomainErrorCode, type FieldError } from '../domain/errors.ts';
import type { Actor } from '../domain/policy/actor.ts';

/** Who gives a command, as it may travel through a workflow: without a name. */
export function commandActor(actor: Actor): CommandActor {
  const kind = actor.kind === 'apiKey' ? 'apiKey' : 'user';
  return { kind, personId: actor.personId, role: actor.role, ...(actor.keyId ? { keyId: actor.keyId } : {}) };
}

const refusals: readonly DomainErrorCode[] = ['not_found', 'forbidden', 'conflict', 'invalid'];

/** The refusal inside a failed update, in the product's own words; anything else stays what it is. */
export function refusalInUpdate(error: unknown): unknown {
  if (!(error instanceof WorkflowUpdateFailedError)) return error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (!(cause instanceof ApplicationFailure)) continue;
    const code = refusals.find((known) => known === cause.type);
    const [details] = (cause.details ?? []) as { fields?: FieldError[] }[];
    if (code) return new DomainError(code, cause.message, details?.fields ?? []);
  }
  return error;
}
