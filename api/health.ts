import { Hono } from 'hono';
import type { ApiEnv } from './router.ts';

/** /healthz says that the process is up, /readyz that everything it needs answers, each by name, within 3 s. */
export function healthRoutes(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/healthz', (c) => c.json({ status: 'up' }));
  app.get('/readyz', async (c) => {
    const results = await Promise.all(
      Object.entries(c.var.deps.probes).map(async ([name, probe]) => {
        const answer = await within(3000, probe).catch((error: unknown) => {
          c.var.log.warn({ err: error, probe: name }, 'not ready');
          return 'unreachable' as const;
        });
        return [name, answer] as const;
      }),
    );
    const isReady = results.every(([, answer]) => answer === 'reachable');
    return c.json(
      { status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(results) },
      isReady ? 200 : 503,
    );
  });
  return app;
}

async function within(ms: number, probe: () => Promise<unknown>): Promise<'reachable'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([probe(), late]);
    return 'reachable';
  } finally {
    clearTimeout(timer);
  }
}
