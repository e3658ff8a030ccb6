import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { DomainCheckActivities } from '../../activities/senders/domain-checks.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose sending domains are looked at. */
export interface DomainChecksRef {
  tenantId: string;
}

/** `domainChecks/{tenant}` */
export const domainChecksId = ({ tenantId }: DomainChecksRef): string => `domainChecks/${tenantId}`;

/** There is a domain to look at now. */
export const wakeDomainChecks = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever wants a domain looked at. */
export function domainChecksStart(ref: DomainChecksRef) {
  return {
    workflowId: domainChecksId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [DomainChecksRef],
    signal: wakeDomainChecks,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'domainChecks' }),
    staticSummary: 'Looks in DNS whether receivers can tell that mail is its domains’ own',
  };
}

const { checkDomains } = proxyActivities<DomainCheckActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** What is overdue is looked at again after this long at the soonest (milliseconds). */
const leastRest = 1000;

/** Looks at a tenant's sending domains: soon and then more and more seldom until they are in order, once a day from then on. Ends when there is none. */
export async function domainChecks({ tenantId }: DomainChecksRef): Promise<void> {
  await inRounds({
    wake: wakeDomainChecks,
    look: async () => {
      const { checked, verified, nextCheckAt } = await checkDomains.executeWithOptions(
        { summary: 'look at the domains that are due', priority: { fairnessKey: tenantId } },
        [{ tenantId, now: new Date(Date.now()).toISOString() }],
      );
      if (nextCheckAt === null) return null;
      setCurrentDetails(`Last round: ${verified} of ${checked} in order. The next is due at ${nextCheckAt}.`);
      const time = Math.max(leastRest, Date.parse(nextCheckAt) - Date.now());
      return { wait: { time, summary: `until ${nextCheckAt}` }, rest: () => null };
    },
    once: { rest: () => null },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof domainChecks>({ tenantId });
    },
  });
}
