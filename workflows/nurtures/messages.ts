import { defineSignal } from '@temporalio/workflow';

/** Which nurture programme a workflow carries. */
export interface NurtureRef {
  tenantId: string;
  campaignId: string;
  nurtureId: string;
}

/** `nurture/{tenant}/{nurture}` */
export const nurtureWorkflowId = ({ tenantId, nurtureId }: Pick<NurtureRef, 'tenantId' | 'nurtureId'>): string =>
  `nurture/${tenantId}/${nurtureId}`;

/** The campaign's end date has come: there is no further cast. */
export const closeNurture = defineSignal('close');
