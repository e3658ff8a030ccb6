import type { TenantDb } from '../../../db/connection.ts';
import type { NoticeInput } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { partOf, type ChangedPart } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { openForEdit } from '../campaigns/edit.ts';
import type { FoundNurture } from './find.ts';

/** Before the start an edit of items is one of the campaign; one that runs goes on with what was approved. */
export async function openItems(db: TenantDb, actor: Actor, { row }: FoundNurture): Promise<void> {
  if (row.status === 'draft') await openForEdit(db, actor, row.campaignId);
  else if (row.status !== 'running' && row.status !== 'paused')
    throw new DomainError('conflict', 'The nurture programme is over.');
}

/** What people are told an item is. */
export function itemNotice(
  { id, campaignId, name }: FoundNurture['row'],
  item: { id: string; name: string },
): Pick<NoticeInput, 'campaignId' | 'subject'> {
  const subject = {
    kind: 'nurtureItem',
    id: item.id,
    partId: id,
    number: null,
    name: `${item.name} in ${name}`,
  } as const;
  return { campaignId, subject };
}

/** An item as a part of its campaign. */
export const itemPart = ({ row }: FoundNurture, { id, name }: { id: string; name: string }): ChangedPart =>
  partOf('nurtureItem', { id, name: `${name} in ${row.name}` });

/** What was done with the items of a programme, on the record of its campaign. */
export async function auditItems(
  db: TenantDb,
  actor: Actor,
  entry: {
    params: { id: string };
    part: ChangedPart;
    action: string;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  },
): Promise<void> {
  const { params, action, ...diff } = entry;
  await insertAudit(db, actor, { action: `nurture.${action}`, entityKind: 'campaign', entityId: params.id, ...diff });
}
