import { defineSignal } from '@temporalio/workflow';

/** Which drip a workflow carries. */
export interface DripRef {
  tenantId: string;
  campaignId: string;
  dripId: string;
}

/** `drip/{tenant}/{drip}` */
export const dripWorkflowId = ({ tenantId, dripId }: Pick<DripRef, 'tenantId' | 'dripId'>): string =>
  `drip/${tenantId}/${dripId}`;

/** The id of a part (`kind/id`) that is a drip; null for other kinds, whose workflows need not be told that messages were settled. */
export function dripOfPart(part: string): string | null {
  const [kind, id = ''] = part.split('/');
  return kind === 'drip' ? id : null;
}

/** Somebody came in, an edit was made, or the outbox knows what became of messages: look again. */
export const wakeDrip = defineSignal('wake');
/** Somebody did something by hand: look now, whatever rest is left. */
export const hurryDrip = defineSignal('hurry');
/** The campaign's end date has come (one of the drip's own is in its row): nobody new comes in, and those who are in it finish. */
export const closeDrip = defineSignal('close');
