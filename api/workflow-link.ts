import type { Context } from 'hono';
import type { ApiEnv } from './router.ts';

/** A workflow as resources show it; the console shows all tenants, so its link is for installation operators only. */
export function workflowLink(c: Context<ApiEnv>, workflow: { id: string; runId: string | null }) {
  const { consoleUrl, temporalNamespace } = c.var.deps.config;
  const path = `/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflow.id)}`;
  const isShown = consoleUrl !== null && c.var.identity?.isInstallationOperator === true;
  const url = isShown ? `${consoleUrl}${path}${workflow.runId ? `/${workflow.runId}/history` : ''}` : null;
  return { id: workflow.id, runId: workflow.runId, url };
}
