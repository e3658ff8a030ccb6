import type { ConnectionPlugin } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkerPlugin } from '@temporalio/worker';
import { findTestServer } from '../bin/embedded/temporal-program.ts';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import { searchAttributeTypes } from '../domain/search-attributes.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { endingRetries } from './retries.ts';

/**
 * That server ends a connection which asks whether it is alive; what was under way is then asked again, and a lock on the clock that is taken
 * twice and given back once stops the skipping for good.
 */
const withoutPings = { 'grpc.keepalive_permit_without_calls': 0, 'grpc.keepalive_time_ms': 24 * 3_600_000 };

/** Its workers run the product's workflows with timers that are kept; as they are where what they do is to be recorded. */
const withKeptTimers: WorkerPlugin = {
  name: 'with-kept-timers',
  configureWorker: async (options) =>
    options.workflowBundle && !process.env.RECORD_HISTORIES
      ? { ...options, workflowBundle: { codePath: await workflowBundle({ interceptors: 'test/kept-timers.ts' }) } }
      : options,
};

/** A Temporal server of the caller's own whose clock skips what nobody does anything in. Tear it down when done. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const retries = endingRetries();
  const forConnections: ConnectionPlugin = {
    name: 'for-connections',
    configureConnection: (options) => ({
      ...options,
      channelArgs: { ...options.channelArgs, ...withoutPings },
      interceptors: [retries.interceptor],
    }),
  };
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTestServer() } },
    plugins: [forConnections, withKeptTimers],
  });
  // It lists nothing, but it wants to know the search attributes that workflows set.
  const keyword = 2;
  const searchAttributes = Object.fromEntries(Object.keys(searchAttributeTypes).map((name) => [name, keyword]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  const teardown = env.teardown.bind(env);
  env.teardown = async () => {
    await retries.end();
    await teardown();
  };
  return env;
}
