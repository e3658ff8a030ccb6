import type { Context } from 'hono';
import type { ApiEnv } from './router.ts';

/**
 * A workflow as resources show it; the console shows all tenants, so its link is for installation operators only. `endedAt` is when
 * the work was over, null while it is not: Temporal throws histories away some time after that, and the link would lead nowhere.
 */
export function workflowLink(
  c: Context<ApiEnv>,
  workflow: { id: string; runId: string | null; endedAt?: Date | string | null },
) {
  const { consoleUrl, temporalNamespace, historyRetentionMs } = c.var.deps.config;
  const path = `/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflow.id)}`;
  const retentionMs = historyRetentionMs();
  const isGone =
    retentionMs !== null && !!workflow.endedAt && Date.now() - new Date(workflow.endedAt).getTime() > retentionMs;
  const isShown = consoleUrl !== null && !isGone && c.var.identity?.isInstallationOperator === true;
  const url = isShown ? `${consoleUrl}${path}${workflow.runId ? `/${workflow.runId}/history` : ''}` : null;
  return { id: workflow.id, runId: workflow.runId, url };
}
