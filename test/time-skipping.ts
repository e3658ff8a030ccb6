import type { ConnectionPlugin } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTestServer } from '../bin/embedded/temporal-program.ts';
import { searchAttributeTypes } from '../domain/search-attributes.ts';
import { quietRuntime } from './quiet-runtime.ts';

/**
 * That server ends a connection which asks whether it is alive; what was under way is then asked again, and a lock on the clock that is taken
 * twice and given back once stops the skipping for good.
 */
const withoutPings: ConnectionPlugin = {
  name: 'without-pings',
  configureConnection: (options) => ({
    ...options,
    channelArgs: {
      ...options.channelArgs,
      'grpc.keepalive_permit_without_calls': 0,
      'grpc.keepalive_time_ms': 24 * 3_600_000,
    },
  }),
};

/**
 * A Temporal server of the caller's own whose clock skips what nobody does anything in. Tear it down when done. Signal nothing in the moment in
 * which a timer ends: the server may refuse the end of the task that both begin, and with it in flight the clock stands for good.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTestServer() } },
    plugins: [withoutPings],
  });
  // It lists nothing, but it wants to know the search attributes that workflows set.
  const keyword = 2;
  const searchAttributes = Object.fromEntries(Object.keys(searchAttributeTypes).map((name) => [name, keyword]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  return env;
}
