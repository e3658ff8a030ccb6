import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { workflowBundle } from './workflow-bundle.ts';

// Each run of a workflow evaluates the whole bundle anew, also after it left the cache: schemas made that twelve times as dear, and each
// cached run seven times as large. What workflows need of a concept stands apart from its schemas.
it('holds no schemas: every run of a workflow would build them all', async () => {
  const modules = (await readFile(await workflowBundle(), 'utf8')).match(/^\/\*{3}\/ "\.\/[^"]+"$/gm)!;
  expect(modules.length).toBeGreaterThan(50);
  // Temporal's own code, and what it brings.
  expect(modules.filter((name) => /node_modules\/(?!@temporalio\/|nexus-rpc\/|ms\/|long\/)/.test(name))).toEqual([]);
});
