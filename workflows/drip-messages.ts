/** Which drip a workflow carries. */
export interface DripRef {
  tenantId: string;
  campaignId: string;
  dripId: string;
}

/** `drip/{tenant}/{drip}` */
export const dripWorkflowId = ({ tenantId, dripId }: Pick<DripRef, 'tenantId' | 'dripId'>): string =>
  `drip/${tenantId}/${dripId}`;
