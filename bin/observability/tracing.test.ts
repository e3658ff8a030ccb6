import { resources, tracing } from '@opentelemetry/sdk-node';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { erasePerson } from '../../workflows/people/erase-person.ts';
import { workflowBundle } from '../workflow-bundle.ts';
import { acceptingOldSpans, startTracing } from './tracing.ts';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await createTestTemporal();
});
afterAll(() => temporal.close());

it('puts the spans of client, workflow and activity into one trace', async () => {
  const exporter = new tracing.InMemorySpanExporter();
  const traces = startTracing('test', exporter);
  const address = inject('temporalAddress');
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const client = new Client({ connection, namespace: temporal.namespace, plugins: [traces.plugin] });
  const worker = await Worker.create({
    connection: native,
    namespace: temporal.namespace,
    taskQueue: 'main',
    workflowBundle: { codePath: await workflowBundle({ traced: true }) },
    activities: { erasePersonData: async () => {} },
    plugins: [traces.plugin],
  });
  await worker.runUntil(
    client.workflow.execute(erasePerson, {
      workflowId: 'erase/traced',
      taskQueue: 'main',
      args: [{ tenantId: 't', personId: 'p' }],
    }),
  );
  // The exporter forgets at shutdown what it holds, so the spans are read from the processor's flush before it.
  await traces.flush();
  const spans = exporter.getFinishedSpans();
  const names = spans.map((span) => span.name);
  for (const name of [
    'StartWorkflow:erasePerson',
    'RunWorkflow:erasePerson',
    'StartActivity:erasePersonData',
    'RunActivity:erasePersonData',
  ]) {
    expect(names).toContain(name);
  }
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(spans.every((span) => span.resource.attributes['service.name'] === 'salescompass-test')).toBe(true);
  expect(spans.every((span) => span.instrumentationScope?.name !== undefined)).toBe(true);
  await traces.stop();
  await Promise.all([connection.close(), native.close()]);
});

it('gives a span of the old line the names of the new one, and leaves new spans alone', () => {
  const seen: tracing.ReadableSpan[] = [];
  const resource = resources.resourceFromAttributes({ 'service.name': 'x' });
  const processor = acceptingOldSpans(
    { onStart: () => {}, onEnd: (span) => void seen.push(span), forceFlush: async () => {}, shutdown: async () => {} },
    resource,
  );
  const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  const old = {
    name: 'old',
    spanContext: () => context,
    instrumentationLibrary: { name: 'lib' },
    parentSpanId: 'c'.repeat(16),
  };
  processor.onEnd(old as unknown as tracing.ReadableSpan);
  const fresh = { name: 'new', instrumentationScope: { name: 'lib' } } as unknown as tracing.ReadableSpan;
  processor.onEnd(fresh);
  expect(seen[0]).toMatchObject({
    name: 'old',
    instrumentationScope: { name: 'lib' },
    parentSpanContext: { spanId: 'c'.repeat(16) },
  });
  expect(seen[0]!.resource).toBe(resource);
  expect(seen[0]!.spanContext()).toBe(context);
  expect(seen[1]).toBe(fresh);
});
