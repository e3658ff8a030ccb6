import { defineSignal } from '@temporalio/workflow';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose next actions are chosen. */
export interface NextActionsRef {
  tenantId: string;
}

/** The person for whom something is awaited, and until when there is nothing to do (ISO 8601), if that is known. */
export interface NextActionRef extends NextActionsRef {
  personId: string;
  lookAt?: string | null;
}

/** `next-actions/{tenant}` */
export const nextActionsWorkflowId = ({ tenantId }: NextActionsRef): string => `next-actions/${tenantId}`;

/** `nba/{tenant}/{person}` */
export const nextBestActionWorkflowId = ({
  tenantId,
  personId,
}: Pick<NextActionRef, 'tenantId' | 'personId'>): string => `nba/${tenantId}/${personId}`;

/** There is somebody with a reason to be looked at. */
export const wakeNextActions = defineSignal('wake');

/**
 * Something happened to the person, or somebody accepted, rejected or finished what was proposed: what it is stands in the rows. Whoever
 * has looked says until when (ISO 8601) there is nothing to do.
 */
export const nextActionNews = defineSignal<[lookAt?: string | null]>('news');

/** How the rounds of a tenant are started and woken in one. */
export function nextActionsStart(ref: NextActionsRef) {
  return {
    workflowId: nextActionsWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [NextActionsRef],
    signal: wakeNextActions,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'nextActions' }),
    staticSummary: 'Looks at people with a reason to act and chooses what is next for them',
  };
}

/** How what is awaited for a person is started and told in one. */
export function nextBestActionStart(ref: NextActionRef) {
  const lookAt = ref.lookAt ?? null;
  return {
    workflowId: nextBestActionWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [NextActionRef],
    signal: nextActionNews,
    signalArgs: [lookAt] as [string | null],
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'nextBestAction' }),
    staticSummary: 'Waits for what comes of the next action of one person',
  };
}
