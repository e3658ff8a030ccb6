import { Worker, type NativeConnection, type WorkerOptions, type WorkerPlugin } from '@temporalio/worker';
import { taskQueues } from '../../domain/task-queues.ts';
import type { WorkerEnvironment } from '../env.ts';
import { workflowBundle } from '../workflow-bundle.ts';

/** Workers on the task queues of this process; `failed` rejects when one of them gives up. */
export interface QueueWorkers {
  failed: Promise<never>;
  /** Takes no more work, lets activities finish (they hear of it through their cancellation signal) and resolves when all is done. */
  stop: () => Promise<void>;
}

/** What the workers are made of; `beforeSending` must have resolved before a message can be sent. */
export interface QueueWorkerOptions {
  env: Pick<WorkerEnvironment, 'TEMPORAL_NAMESPACE' | 'WORKER_ROLES' | 'WORKER_BUILD_ID'>;
  native: NativeConnection;
  activities: object;
  plugin?: WorkerPlugin;
  beforeSending: () => Promise<void>;
}

/** Starts one worker for each task queue that this process serves. */
export async function startQueueWorkers(options: QueueWorkerOptions): Promise<QueueWorkers> {
  const { env } = options;
  const workers: Worker[] = [];
  const runs: Promise<void>[] = [];
  const start = async (own: Partial<WorkerOptions> & { taskQueue: string }): Promise<void> => {
    const worker = await Worker.create({ ...common(options), ...own });
    workers.push(worker);
    runs.push(worker.run());
  };
  const serves = (role: 'main' | 'sending' | 'bulk'): boolean => env.WORKER_ROLES.includes(role);

  if (serves('main')) {
    const codePath = await workflowBundle({ traced: options.plugin !== undefined });
    await start({
      taskQueue: taskQueues.main,
      workflowBundle: { codePath },
      // The default grows with memory to thousands; a cached workflow costs about 0.15 MB in the shared context.
      maxCachedWorkflows: 600,
      reuseV8Context: true,
      maxConcurrentWorkflowTaskExecutions: 40,
      maxConcurrentActivityTaskExecutions: 40,
    });
  }
  // What is next for people is asked as often as they do something: it takes no slot from what else is quick.
  if (serves('main')) await start({ taskQueue: taskQueues.deciding, maxConcurrentActivityTaskExecutions: 8 });
  if (serves('bulk')) await start({ taskQueue: taskQueues.bulk, maxConcurrentActivityTaskExecutions: 4 });
  if (serves('sending')) {
    await options.beforeSending();
    // Each lane has a window of 64 in flight: two of them bound what a crash leaves uncertain to 128.
    await start({ taskQueue: taskQueues.sending, maxConcurrentActivityTaskExecutions: 2 });
    // Who stays with a drip mostly waits; what it sends goes by the same two windows.
    await start({ taskQueue: taskQueues.staying, maxConcurrentActivityTaskExecutions: 200 });
  }
  const failed = Promise.race(runs.map((run) => run.then(() => new Promise<never>(() => {}))));
  return {
    failed,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}

function common({ env, native, activities, plugin }: QueueWorkerOptions): Omit<WorkerOptions, 'taskQueue'> {
  return {
    connection: native,
    namespace: env.TEMPORAL_NAMESPACE,
    activities,
    plugins: plugin ? [plugin] : [],
    // Told to stop after a second; a lane then ends its window and gives its batch back, an import its chunk.
    shutdownGraceTime: '1 second',
    shutdownForceTime: '45 seconds',
    ...(env.WORKER_BUILD_ID
      ? {
          workerDeploymentOptions: {
            useWorkerVersioning: true,
            version: { deploymentName: 'salescompass', buildId: env.WORKER_BUILD_ID },
            defaultVersioningBehavior: 'AUTO_UPGRADE',
          },
        }
      : {}),
  };
}
