import { defineSignal } from '@temporalio/workflow';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Which A/B test a workflow carries. */
export interface ExperimentRef {
  tenantId: string;
  campaignId: string;
  experimentId: string;
}

/** `experiment/{tenant}/{experiment}` */
export const experimentWorkflowId = ({
  tenantId,
  experimentId,
}: Pick<ExperimentRef, 'tenantId' | 'experimentId'>): string => `experiment/${tenantId}/${experimentId}`;

/** The row has changed: what it is on has begun, or a person has decided. */
export const experimentNews = defineSignal('news');

/** How the workflow of a test is told by signal-with-start that its row has changed. */
export const experimentNewsOptions = (ref: ExperimentRef) => ({
  workflowId: experimentWorkflowId(ref),
  taskQueue: taskQueues.main,
  args: [ref] as [ExperimentRef],
  signal: experimentNews,
  typedSearchAttributes: searchAttributes({ ...ref, kind: 'experiment' }),
  staticSummary: 'Decides which variant is better',
});
