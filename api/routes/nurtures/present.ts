import type { Context } from 'hono';
import type { NurtureItemRow } from '../../../db/queries/nurtures/items.ts';
import type { NurtureMemberRow } from '../../../db/queries/nurtures/members.ts';
import type { NurtureItem } from '../../../domain/nurtures/item.ts';
import type { Nurture, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import { nurtureWorkflowId } from '../../../workflows/nurtures/messages.ts';
import type { ApiEnv } from '../../router.ts';
import { workflowLink } from '../../workflow-link.ts';
import { nextCastAt, type FoundNurture } from './find.ts';

/** A nurture programme as the API shows it. */
export function presentNurture(c: Context<ApiEnv>, { row, items }: FoundNurture): Nurture {
  const { normal = 0, paused = 0 } = row.members;
  return {
    id: row.id,
    campaignId: row.campaignId,
    name: row.name,
    status: row.status,
    definition: row.definition,
    currentVersion: row.currentVersion,
    pendingVersion: row.pendingVersion,
    items: items.map(presentItem),
    members: { normal, paused },
    nextCastAt: nextCastAt(row, new Date().toISOString()),
    lastCastAt: row.lastCastAt?.toISOString() ?? null,
    endAt: row.endAt?.toISOString() ?? null,
    atEnd: row.atEnd,
    failure: row.failure,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    version: row.version,
    workflow:
      row.status === 'draft'
        ? null
        : workflowLink(c, { id: nurtureWorkflowId({ tenantId: row.tenantId, nurtureId: row.id }), runId: row.runId }),
  };
}

/** An item as the API shows it. */
export function presentItem(row: NurtureItemRow): NurtureItem {
  const { id, name, state, isOnHold, content, places, failure, counters, version } = row;
  return {
    id,
    name,
    state,
    isOnHold,
    validFrom: row.validFrom?.toISOString() ?? null,
    validUntil: row.validUntil?.toISOString() ?? null,
    content,
    places,
    failure,
    sent: counters.sent ?? 0,
    failed: counters.failed ?? 0,
    uncertain: counters.uncertain ?? 0,
    uniqueOpens: counters.uniqueOpens ?? 0,
    uniqueClicks: counters.uniqueClicks ?? 0,
    version,
  };
}

/** A member as the API shows them. */
export function presentNurtureMember({ itemId, ...row }: NurtureMemberRow): NurtureMember {
  return {
    personId: row.personId,
    personName: row.personName,
    email: row.email,
    cadence: row.cadence,
    stream: row.stream,
    nextStream: row.nextStream,
    outcome: row.outcome,
    nextItemId: itemId,
    obstacle: row.obstacle,
    received: row.received,
    addedAt: row.addedAt.toISOString(),
    lastCastAt: row.lastCastAt?.toISOString() ?? null,
    leftAt: row.leftAt?.toISOString() ?? null,
    leftReason: row.leftReason,
  };
}
