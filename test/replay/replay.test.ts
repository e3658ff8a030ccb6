import { readdirSync, readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import * as workflows from '../../workflows/index.ts';

const folder = 'test/histories';
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const typeOf = (file: string): string => file.split('-')[0]!;

// Workflows that are under way when a new version is rolled out go on with the new code: what they have done before must come out
// the same. Real histories (`npm run histories`) are replayed here; where a change has to break one, it needs `patched()`.
describe('the histories that were recorded', () => {
  const replayed = new Map<string, unknown>();
  beforeAll(async () => {
    const codePath = await workflowBundle();
    const histories = files.map((file) => ({
      workflowId: file,
      history: historyFromJSON(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))),
    }));
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
      replayed.set(workflowId, error ?? 'as recorded');
  }, 60_000);

  it('cover every workflow type', () => {
    const covered = new Set(files.map(typeOf));
    expect(Object.values(workflows).filter(({ name }) => !covered.has(name))).toEqual([]);
  });

  it.each(files)('%s replays with the code as it is now', (file) => {
    expect(replayed.get(file)).toBe('as recorded');
  });

  it('hold ids and no personal data', () => {
    for (const file of files) {
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      const payloads = [...text.matchAll(/"data": ?"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
        Buffer.from(data!, 'base64').toString('utf8'),
      );
      for (const part of [text, ...payloads]) expect(part, file).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    }
  });
});
