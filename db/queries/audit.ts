import { diffFields } from '../../domain/audit/diff.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import type { TenantDb } from '../connection.ts';

/** What was done to what: `before` null for a creation, `after` null for a removal. Values must not be secrets. */
export interface RecordedChange {
  action: string;
  entityKind: string;
  entityId: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

/** Writes an audit row in the caller's transaction, so that a change and its trace stand or fall together. */
export async function insertAudit(db: TenantDb, actor: Actor, change: RecordedChange): Promise<void> {
  await db
    .insertInto('auditLog')
    .values({
      actorKind: actor.kind,
      actorId: actor.keyId ?? actor.personId,
      actorName: actor.name,
      action: change.action,
      entityKind: change.entityKind,
      entityId: change.entityId,
      changes: JSON.parse(JSON.stringify(diffFields(change.before ?? null, change.after ?? null))),
    })
    .execute();
}
