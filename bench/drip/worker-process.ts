import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { createActivities } from '../../activities/index.ts';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { openDatabase, type DatabaseRole } from '../../db/connection.ts';
import { parseKeyRing } from '../../domain/key-ring.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createSmtpSender } from '../../mail/smtp/sender.ts';
import { playedClock } from './played-clock.ts';

// A worker with the product's workflows and activities, without the installation's housekeeping: beside a clock that skips, its
// rounds every two minutes would be most of what happens.
const {
  DATABASE_URL = '',
  TEMPORAL_ADDRESS = '',
  SMTP_URL = '',
  SECRET_KEY = '',
  PLAYS_TIME,
  TEMPORAL_NAMESPACE,
} = process.env;
const open = (role: DatabaseRole) => openDatabase({ url: DATABASE_URL, role, connections: 6 });
const namespace = TEMPORAL_NAMESPACE ? { namespace: TEMPORAL_NAMESPACE } : {};
const native = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
const activities = createActivities({
  database: open('salescompass_app'),
  directory: open('salescompass_directory'),
  importer: open('salescompass_importer'),
  temporal: new Client({ connection, ...namespace }),
  log: pino({ level: 'warn' }),
  ...(PLAYS_TIME ? { clock: playedClock() } : {}),
  mailer: {
    ring: parseKeyRing(SECRET_KEY),
    publicUrl: 'https://mail.example.test',
    bounceDomain: 'bounce.example.test',
    smtp: createSmtpSender({ url: SMTP_URL }),
  },
});
const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const workflowCode = PLAYS_TIME
  ? await bundleWorkflowCode({
      workflowsPath: pathOf('../../workflows/index.ts'),
      workflowInterceptorModules: [pathOf('./patient-workflows.ts')],
    })
  : { codePath: await workflowBundle() };
const workers = await Promise.all(
  // An activity that stays would hold up a clock that skips what nobody does anything in, unless the time is played for it too.
  [taskQueues.main, taskQueues.sending, ...(PLAYS_TIME ? [taskQueues.staying] : [])].map((taskQueue) =>
    Worker.create({
      connection: native,
      ...namespace,
      taskQueue,
      activities,
      maxCachedWorkflows: 100,
      // As in the product: what a killed worker leaves uncertain is bounded by its lanes.
      maxConcurrentActivityTaskExecutions: taskQueue === taskQueues.sending ? 2 : 40,
      ...(taskQueue === taskQueues.main ? { workflowBundle: workflowCode } : {}),
    }),
  ),
);
// Whoever started it has ended.
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
await Promise.all(workers.map((worker) => worker.run()));
