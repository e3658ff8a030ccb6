import type { Context } from 'hono';
import type { DripRow } from '../../../db/queries/drips/drips.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { Drip } from '../../../domain/drips/drip.ts';
import { PositionState } from '../../../domain/drips/position.ts';
import { dripWorkflowId } from '../../../workflows/drips/messages.ts';
import type { ApiEnv } from '../../router.ts';
import { workflowLink } from '../../workflow-link.ts';

/** A drip as the API shows it. */
export function presentDrip(c: Context<ApiEnv>, row: DripRow, definition: DripDefinition): Drip {
  const people = Object.fromEntries(PositionState.options.map((state) => [state, row.people[state] ?? 0]));
  return {
    id: row.id,
    campaignId: row.campaignId,
    name: row.name,
    status: row.status,
    priority: row.priority,
    definition,
    currentVersion: row.currentVersion,
    pendingVersion: row.pendingVersion,
    people: people as Drip['people'],
    startedAt: row.startedAt?.toISOString() ?? null,
    entryClosedAt: row.entryClosedAt?.toISOString() ?? null,
    endAt: row.endAt?.toISOString() ?? null,
    atEnd: row.atEnd,
    completedAt: row.completedAt?.toISOString() ?? null,
    version: row.version,
    workflow:
      row.status === 'draft'
        ? null
        : workflowLink(c, { id: dripWorkflowId({ tenantId: row.tenantId, dripId: row.id }), runId: row.runId }),
  };
}
