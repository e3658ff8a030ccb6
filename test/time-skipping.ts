import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTestServer } from '../bin/embedded/temporal-program.ts';
import { searchAttributeTypes } from '../domain/search-attributes.ts';
import { quietRuntime } from './quiet-runtime.ts';

/** A Temporal server of the caller's own whose clock skips what nobody does anything in. Tear it down when done. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTestServer() } },
  });
  // It lists nothing, but it wants to know the search attributes that workflows set.
  const keyword = 2;
  const searchAttributes = Object.fromEntries(Object.keys(searchAttributeTypes).map((name) => [name, keyword]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  return env;
}
