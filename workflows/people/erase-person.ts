import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { ErasureActivities } from '../../activities/people/erasure.ts';

/** Who is erased. */
export interface ErasureRef {
  tenantId: string;
  personId: string;
}

/** `erase/{tenant}/{person}` */
export const erasureWorkflowId = ({ tenantId, personId }: ErasureRef): string => `erase/${tenantId}/${personId}`;

const { erasePersonData } = proxyActivities<ErasureActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

/** Erases a person for good: everything personal goes, the counts they are part of stay, the address stays suppressed by its hash. */
export async function erasePerson(ref: ErasureRef): Promise<void> {
  setCurrentDetails('Erasing; tried again until it is done.');
  await erasePersonData.executeWithOptions({ summary: 'erase, and suppress by hash' }, [ref]);
  setCurrentDetails('Erased.');
}
