import type { Selectable } from 'kysely';
import { diffFields, type ChangedPart } from '../../../domain/audit/diff.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import type { AuditLog } from '../../schema.ts';

/** What was done to what: `before` null for a creation, `after` null for a removal. Values must not be secrets. */
export interface RecordedChange {
  action: string;
  entityKind: string;
  entityId: string | null;
  /** Which part of it; what is named in both states alike is no change and stands nowhere. */
  part?: ChangedPart;
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
      part: change.part ? { ...change.part } : null,
      changes: JSON.parse(JSON.stringify(diffFields(change.before ?? null, change.after ?? null))),
    })
    .execute();
}

/** Which entries are wanted; all that is left out matches. `before`: entries older than the one with this id. */
export interface AuditFilter {
  limit: number;
  before?: string | null;
  entityKind?: string;
  entityId?: string;
  actorId?: string;
  action?: string;
  from?: Date;
  to?: Date;
}

/** Entries of the audit log, newest first (their ids are in the order of time). */
export async function listAudit(db: TenantDb, filter: AuditFilter): Promise<Selectable<AuditLog>[]> {
  const { limit, before, entityKind, entityId, actorId, action, from, to } = filter;
  return db
    .selectFrom('auditLog')
    .selectAll()
    .$if(before != null, (query) => query.where('id', '<', before as string))
    .$if(entityKind !== undefined, (query) => query.where('entityKind', '=', entityKind as string))
    .$if(entityId !== undefined, (query) => query.where('entityId', '=', entityId as string))
    .$if(actorId !== undefined, (query) => query.where('actorId', '=', actorId as string))
    .$if(action !== undefined, (query) => query.where('action', '=', action as string))
    .$if(from !== undefined, (query) => query.where('at', '>=', from as Date))
    .$if(to !== undefined, (query) => query.where('at', '<', to as Date))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
