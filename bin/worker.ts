import { NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import { createMarkKeeper } from '../activities/installation-mark.ts';
import { createRoutedSender } from '../activities/senders/smtp-routes.ts';
import { createWebhookCaller } from '../activities/webhooks/caller.ts';
import { openDatabase, type DatabaseRole } from '../db/connection.ts';
import { createMailboxReader } from '../mail/inbound/mailbox.ts';
import { createDnsReader } from '../mail/dns/reader.ts';
import { createSmtpSender } from '../mail/smtp/sender.ts';
import { createSystemMail } from '../mail/system-mail.ts';
import { freePort } from './embedded/port.ts';
import { readEnv, WorkerEnvironment } from './env.ts';
import { createLog, temporalLog } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { startTracing } from './observability/tracing.ts';
import {
  openTemporal,
  refuseOlderDatabase,
  refusePowerfulRole,
  temporalConnection,
  untilReachable,
} from './processes.ts';
import { onStopSignal, tellReady } from './process-life.ts';
import { run } from './run.ts';
import { sendingSetup } from './sending-setup.ts';
import { openInboundDatabase, startInbound } from './worker/inbound.ts';
import { startQueueWorkers } from './worker/queue-workers.ts';
import { beginHousekeeping } from './worker/housekeeping.ts';

// Runs workflows and activities. Any number of them share the work; WORKER_ROLES gives one only some kinds of it.
await run(async () => {
  const env = readEnv(WorkerEnvironment);
  const log = createLog('worker', env.LOG_LEVEL);
  const metrics = createMetrics('worker');
  const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT ? startTracing('worker') : undefined;
  const sdkMetricsPort = await freePort();
  Runtime.install({
    logger: temporalLog(log),
    // Stopping is our own affair: what is in flight must land before the database is let go.
    shutdownSignals: [],
    telemetryOptions: { metrics: { prometheus: { bindAddress: `127.0.0.1:${sdkMetricsPort}` } } },
  });

  const open = (role: DatabaseRole, connections: number) =>
    openDatabase({ url: env.DATABASE_URL, role, connections, name: 'salescompass-worker' });
  const database = open('salescompass_app', env.DATABASE_CONNECTIONS);
  const directory = open('salescompass_directory', 2);
  const importer = open('salescompass_importer', 2);
  await untilReachable(database, 60, log);
  for (const pool of [database, directory, importer]) await refusePowerfulRole(pool);
  await refuseOlderDatabase(directory, log);

  const { client, connection } = await openTemporal(env, tracing);
  const smtp = createRoutedSender({
    database,
    ring: env.SECRET_KEY,
    log,
    fallback: createSmtpSender({ url: env.SMTP_URL, connections: env.SMTP_CONNECTIONS }),
    connections: env.SMTP_CONNECTIONS,
    allowsLoopback: env.SMTP_ROUTES_ALLOW_LOOPBACK === 'true',
  });
  const webhooks = createWebhookCaller({ allowsLoopback: env.WEBHOOKS_ALLOW_LOOPBACK === 'true' });
  const mailboxes = createMailboxReader({ allowsLoopback: env.WEBHOOKS_ALLOW_LOOPBACK === 'true' });
  const systemMail = createSystemMail({ url: env.SMTP_URL, from: env.SYSTEM_MAIL_FROM });
  const deps: ActivityDeps = {
    database,
    directory,
    importer,
    temporal: client,
    log,
    mailer: { ring: env.SECRET_KEY, publicUrl: env.PUBLIC_URL, bounceDomain: env.BOUNCE_DOMAIN, smtp },
    onMessages: metrics.countMessages,
    marks: createMarkKeeper({ database, temporal: client, log }),
    webhooks,
    mailboxes,
    domainChecks: { dns: createDnsReader({ servers: env.DNS_SERVERS }), setup: sendingSetup(env) },
    systemMail: { send: systemMail.send, publicUrl: env.PUBLIC_URL },
  };
  // What may be taken already comes before any work: a process that ends here has nothing in flight that would be uncertain afterwards.
  const recording = env.WORKER_ROLES.includes('inbound') ? openInboundDatabase(env.DATABASE_URL) : null;
  const inbound = recording && (await startInbound({ env, database: recording, directory, log, metrics }));
  let isReady = false;
  const exposed = await metrics.expose({
    host: env.METRICS_HOST,
    port: env.METRICS_PORT,
    alsoFrom: `http://127.0.0.1:${sdkMetricsPort}/metrics`,
    notReady: () => (isReady ? null : 'This worker is starting: it does not serve its task queues yet.'),
  });
  const native = await NativeConnection.connect(await temporalConnection(env));
  const workers = await startQueueWorkers({
    env,
    native,
    activities: createActivities(deps),
    plugin: tracing?.plugin,
    // Nothing is sent before it is known whether this database is the one that was left.
    beforeSending: () => beginHousekeeping(client, log),
  });

  onStopSignal(async () => {
    log.info('stopping: what is in flight lands first');
    await inbound?.close();
    await workers.stop();
    webhooks.close();
    systemMail.close();
    await smtp.close();
    await exposed.close();
    await native.close();
    await connection.close();
    await Promise.all([database, directory, importer, recording].map((pool) => pool?.close()));
    await tracing?.stop();
  });
  // A worker that fails for good ends the process, and whoever watches it starts it again.
  workers.failed.catch((error: unknown) => {
    log.fatal({ err: error }, 'a worker failed');
    process.exit(1);
  });
  isReady = true;
  log.info({ roles: env.WORKER_ROLES, metrics: env.METRICS_PORT }, 'ready');
  tellReady();
});
