import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { inject } from 'vitest';
import { prepareNamespace } from '../bin/embedded/temporal-namespace.ts';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { endingRetries } from './retries.ts';

/** Activities by name, as a worker takes them: real ones from `createActivities`, or fakes. */
export type Activities = NonNullable<WorkerOptions['activities']>;

/** A namespace of this test's own on the run's Temporal server, so that tests side by side do not take each other's work. */
export interface TestTemporal {
  client: Client;
  namespace: string;
  /** Starts workers for all task queues (or the given ones), with the product's own workflow bundle. */
  startWorkers: (activities: Activities, options?: TestWorkerOptions) => Promise<TestWorkers>;
  close: () => Promise<void>;
}

/** Which queues to serve, and how long running activities get when the workers are stopped. */
export interface TestWorkerOptions {
  queues?: readonly string[];
  shutdownGraceTime?: number;
}

/** Workers that run until `stop`, which drains them. */
export interface TestWorkers {
  stop: () => Promise<void>;
}

/** Call in `beforeAll`, and `close` in `afterAll`. */
export async function createTestTemporal(): Promise<TestTemporal> {
  quietRuntime();
  const address = inject('temporalAddress');
  const namespace = `test-${randomUUID()}`;
  const retries = endingRetries();
  const connection = await Connection.connect({ address, interceptors: [retries.interceptor] });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await untilKnown(connection, namespace);
  await prepareNamespace(connection, namespace, true);
  const native = await NativeConnection.connect({ address });
  const open: TestWorkers[] = [];
  return {
    client: new Client({ connection, namespace }),
    namespace,
    startWorkers: async (activities, options) => {
      const workers = await startWorkers({ native, namespace, activities, ...options });
      open.push(workers);
      return workers;
    },
    close: async () => {
      await Promise.all(open.map((workers) => workers.stop()));
      await native.close();
      await retries.end();
      await connection.close();
    },
  };
}

async function startWorkers(
  input: TestWorkerOptions & { native: NativeConnection; namespace: string; activities: Activities },
): Promise<TestWorkers> {
  const codePath = await workflowBundle();
  const workers = await Promise.all(
    (input.queues ?? Object.values(taskQueues)).map((taskQueue) =>
      Worker.create({
        connection: input.native,
        namespace: input.namespace,
        taskQueue,
        activities: input.activities,
        ...(taskQueue === taskQueues.main ? { workflowBundle: { codePath } } : {}),
        maxCachedWorkflows: 100,
        shutdownGraceTime: input.shutdownGraceTime ?? 1000,
      }),
    ),
  );
  const runs = workers.map((worker) => worker.run());
  let stopped: Promise<unknown> | undefined;
  return {
    stop: async () => {
      stopped ??= (workers.forEach((worker) => worker.shutdown()), Promise.all(runs));
      await stopped;
    },
  };
}

/** A namespace is known to all parts of the server a moment after it was made. */
async function untilKnown(connection: Connection, namespace: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await connection.workflowService.listOpenWorkflowExecutions({
        namespace,
        maximumPageSize: 1,
        executionFilter: { workflowId: 'x' },
      });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
