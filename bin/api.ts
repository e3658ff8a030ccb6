import { serve } from '@hono/node-server';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { publicAddressOf } from '../activities/public-lookup.ts';
import { createApp } from '../api/app.ts';
import { createAuth } from '../api/auth/auth.ts';
import type { ApiDeps } from '../api/deps.ts';
import { openDatabase } from '../db/connection.ts';
import { fetchText } from '../api/routes/inbound/fetch-text.ts';
import { createMailboxReader } from '../mail/inbound/mailbox.ts';
import { readMime } from '../mail/inbound/read-mime.ts';
import { createRenderer } from '../mail/renderer.ts';
import { createRouteTester } from '../mail/smtp/route-test.ts';
import { createSystemMail } from '../mail/system-mail.ts';
import { ApiEnvironment, readEnv } from './env.ts';
import { createHistoryRetention } from './history-retention.ts';
import { createLog } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { startTracing } from './observability/tracing.ts';
import { openTemporal, refuseOlderDatabase, refusePowerfulRole, untilReachable } from './processes.ts';
import { onStopSignal, tellReady } from './process-life.ts';
import { sendingSetup } from './sending-setup.ts';
import { run } from './run.ts';

const uiFolder = fileURLToPath(new URL('../dist/ui', import.meta.url));

// The HTTP side: API, sign-in, public pages and the built UI on one port. Holds no state; any number of them share the work.
await run(async () => {
  const env = readEnv(ApiEnvironment);
  const log = createLog('api', env.LOG_LEVEL);
  const metrics = createMetrics('api');
  const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT ? startTracing('api') : undefined;
  const url = env.DATABASE_URL;
  const database = openDatabase({
    url,
    role: 'salescompass_app',
    connections: env.DATABASE_CONNECTIONS,
    name: 'salescompass-api',
  });
  const directory = openDatabase({ url, role: 'salescompass_directory', connections: 2, name: 'salescompass-api' });
  await untilReachable(database, 60, log);
  for (const pool of [database, directory]) await refusePowerfulRole(pool);
  await refuseOlderDatabase(directory, log);

  const mail = createSystemMail({ url: env.SMTP_URL, from: env.SYSTEM_MAIL_FROM });
  const auth = createAuth({ url, publicUrl: env.PUBLIC_URL, keyRing: env.SECRET_KEY, sendSystemMail: mail.send, log });
  const { client, connection } = await openTemporal(env, tracing);
  const deps: ApiDeps = {
    database,
    directory,
    auth,
    temporal: client,
    config: {
      publicUrl: env.PUBLIC_URL,
      consoleUrl: env.CONSOLE_URL ?? null,
      sending: sendingSetup(env),
      temporalNamespace: env.TEMPORAL_NAMESPACE,
      historyRetentionMs: createHistoryRetention(connection, env.TEMPORAL_NAMESPACE),
      uiFolder: existsSync(uiFolder) ? uiFolder : null,
      rateLimit: { perSecond: env.RATE_PER_SECOND, burst: env.RATE_BURST },
      trustedProxies: env.TRUSTED_PROXIES,
      imagesBytes: env.IMAGES_MB * 1024 * 1024,
    },
    log,
    keyRing: env.SECRET_KEY,
    metrics: metrics.api,
    renderer: createRenderer(),
    readMail: readMime,
    fetchText,
    testMailbox: createMailboxReader({ allowsLoopback: env.WEBHOOKS_ALLOW_LOOPBACK === 'true' }).test,
    tryRoute: createRouteTester({
      from: env.SYSTEM_MAIL_FROM,
      addressOf: (host) => publicAddressOf(host, { allowsLoopback: env.SMTP_ROUTES_ALLOW_LOOPBACK === 'true' }),
    }),
    sendSystemMail: mail.send,
    probes: {
      database: () => sql`select 1`.execute(database.db),
      temporal: () => connection.workflowService.describeNamespace({ namespace: env.TEMPORAL_NAMESPACE }),
      mail: mail.verify,
    },
  };
  const server = await listen(createApp(deps).fetch, env);
  const exposed = await metrics.expose({ host: env.METRICS_HOST, port: env.METRICS_PORT });
  onStopSignal(async () => {
    log.info('stopping: requests under way are answered first');
    await closeGently(server);
    await exposed.close();
    await auth.close();
    await connection.close();
    await Promise.all([database.close(), directory.close()]);
    mail.close();
    await tracing?.stop();
  });
  log.info({ port: env.PORT, metrics: env.METRICS_PORT }, 'ready');
  tellReady();
});

async function listen(fetch: (request: Request) => Response | Promise<Response>, env: ApiEnvironment): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: env.HOST, port: env.PORT, createServer }, () => resolve(server as Server));
    server.once('error', reject);
  });
}

/** Streams (live progress) never end by themselves, so after five seconds they are cut; browsers take them up again. */
async function closeGently(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), 5000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
