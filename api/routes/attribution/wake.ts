import type { Client } from '@temporalio/client';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import { attributionRebuild, attributionStart } from '../../../workflows/reports/attribution-rebuild.ts';
import type { ApiDeps } from '../../deps.ts';
import { createQuietWaker } from '../../quiet-waker.ts';
import type { ApiEnv } from '../../router.ts';

/**
 * Wakes the workflow that credits a tenant's opportunities. Where Temporal is away nothing is lost: housekeeping finds what was asked
 * for. Returns the run that was woken, null where none was.
 */
export async function wakeAttribution(temporal: Client, log: Logger, tenantId: string): Promise<string | null> {
  try {
    return (await temporal.workflow.signalWithStart(attributionRebuild, attributionStart({ tenantId }))).signaledRunId;
  } catch (error) {
    log.warn({ tenant: tenantId, err: error }, 'the attribution workflow could not be woken; housekeeping will');
    return null;
  }
}

/** Wakes it after every request that wrote something, once a second at most; nobody waits for it. */
export function wakeAfterWrites({ temporal, log }: Pick<ApiDeps, 'temporal' | 'log'>): MiddlewareHandler<ApiEnv> {
  const wake = createQuietWaker((tenantId) => void wakeAttribution(temporal, log, tenantId));
  return async (c, next) => {
    await next();
    const tenantId = c.var.identity?.actor?.tenantId;
    if (tenantId && c.req.method !== 'GET' && c.res.ok) wake(tenantId);
  };
}
