import type { NextActionRow } from '../../../db/queries/next-actions/rows.ts';
import type { listTasks } from '../../../db/queries/next-actions/tasks.ts';
import { stopKey, waitKey } from '../../../domain/next-actions/action.ts';
import type { RejectionCode } from '../../../domain/next-actions/assess.ts';
import type { NextAction } from '../../../domain/next-actions/next-action.ts';
import type { Task } from '../../../domain/next-actions/task.ts';
import { rejectionWords } from '../../../domain/next-actions/words.ts';

const rests: Record<string, string> = { [waitKey]: 'Wait', [stopKey]: 'Leave alone' };

/** A decision as the API gives it. */
export function presentNextAction(row: NextActionRow): NextAction {
  const { personId, personName, email, campaignId, campaignName, label, kind, versionId, rejected, ...rest } = row;
  const iso = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    ...rest,
    kind,
    person: { id: personId, name: personName, email },
    campaign: campaignId !== null && campaignName !== null ? { id: campaignId, name: campaignName } : null,
    label: label ?? rests[kind] ?? 'No longer offered',
    rejected: rejected.map(({ key, code, label }) => ({
      label: label ?? rests[key] ?? 'No longer offered',
      code,
      why: rejectionWords[code as RejectionCode] ?? code,
    })),
    decidedAt: row.decidedAt.toISOString(),
    actedAt: iso(row.actedAt),
    notBefore: iso(row.notBefore),
    policyVersion: versionId,
  };
}

/** A task as the API gives it. */
export function presentTask(row: Awaited<ReturnType<typeof listTasks>>[number]): Task {
  const { id, personId, title, note, ownerId, nextActionId, closedBy } = row;
  const iso = (moment: Date | null) => moment?.toISOString() ?? null;
  const status = row.status as Task['status'];
  return {
    id,
    personId,
    title,
    note,
    status,
    owner: ownerId,
    nextActionId,
    closedBy,
    dueAt: iso(row.dueAt),
    closedAt: iso(row.closedAt),
  };
}
