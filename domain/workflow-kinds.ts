/**
 * Workflows whose run is shown beside what they carry, by the first part of their ids: `kind/tenant/subject`, or `kind/tenant` for those that
 * work for the whole organisation. Jobs (imports, exports) note their run on their own row.
 */
export const shownWorkflowKinds = [
  'campaign',
  'broadcast',
  'drip',
  'nurture',
  'experiment',
  'attribution',
  'modelTraining',
  'deliverabilityWatch',
] as const;

/** One of them. */
export type ShownWorkflowKind = (typeof shownWorkflowKinds)[number];

/** What a workflow carries, by its id: the tenant itself where it works for all of it. Null for a workflow whose run is not shown. */
export function subjectOfWorkflow(
  workflowId: string,
): { kind: ShownWorkflowKind; tenantId: string; subjectId: string } | null {
  const [kind, tenantId, subjectId = tenantId, ...rest] = workflowId.split('/');
  const shown = shownWorkflowKinds.find((one) => one === kind);
  if (!shown || !tenantId || !subjectId || rest.length > 0) return null;
  return { kind: shown, tenantId, subjectId };
}
