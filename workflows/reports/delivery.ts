import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReportActivities } from '../../activities/reports/reports.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose reports go out. */
export interface ReportDeliveryRef {
  tenantId: string;
}

/** `reportDelivery/{tenant}` */
export const reportDeliveryWorkflowId = ({ tenantId }: ReportDeliveryRef): string => `reportDelivery/${tenantId}`;

/** When a report goes out has changed. */
export const wakeReports = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever changed when a report goes out. */
export function reportDeliveryStart(ref: ReportDeliveryRef) {
  return {
    workflowId: reportDeliveryWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [ReportDeliveryRef],
    signal: wakeReports,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'reportDelivery' }),
    staticSummary: 'Sends reports by mail when they are due',
  };
}

const { deliverReports } = proxyActivities<ReportActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

/** A rest that ends at once is none: what is overdue is looked at again after this long (milliseconds). */
const leastRest = 5_000;

/** Sends each report at its times, and sleeps in between; ends when no report goes out by mail any more. */
export async function reportDelivery(ref: ReportDeliveryRef): Promise<void> {
  let isWoken = false;
  setHandler(wakeReports, () => void (isWoken = true));
  for (let sentInAll = 0; ;) {
    isWoken = false;
    const now = new Date(Date.now()).toISOString();
    const { sent, nextAt } = await deliverReports.executeWithOptions({ summary: 'send what is due' }, [
      { ...ref, now },
    ]);
    sentInAll += sent;
    if (nextAt === null) {
      if (isWoken) continue;
      setCurrentDetails('No report goes out by mail any more.');
      return;
    }
    setCurrentDetails(`${sentInAll} mails sent in this run; the next report is due at ${nextAt}.`);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof reportDelivery>(ref);
    await condition(() => isWoken, Math.max(leastRest, Date.parse(nextAt) - Date.now()));
  }
}
