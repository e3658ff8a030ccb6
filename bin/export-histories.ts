import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import * as workflows from '../workflows/index.ts';
import { historyText } from './history-text.ts';
import { run } from './run.ts';

const folder = fileURLToPath(new URL('../test/histories/', import.meta.url));
const largest = 1_500;

// Writes real histories of every workflow type into test/histories, to be replayed by the tests ever after. Play the main job first
// (`npm start`, `npm run smoke`), then run this; name the change in `--suffix` so that older histories stay.
await run(async () => {
  const { values } = parseArgs({
    options: {
      address: { type: 'string', default: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233' },
      namespace: { type: 'string', default: process.env.TEMPORAL_NAMESPACE ?? 'default' },
      suffix: { type: 'string', default: '1' },
    },
  });
  const connection = await Connection.connect({ address: values.address });
  const client = new Client({ connection, namespace: values.namespace });
  await mkdir(folder, { recursive: true });
  for (const type of Object.keys(workflows)) {
    const found = await richest(client, type);
    if (!found) {
      console.log(`${type}: no history of at most ${largest} events`);
      continue;
    }
    const file = join(folder, `${type}-${values.suffix}.json`);
    await writeFile(file, historyText(found.history));
    console.log(`${type}: ${found.events} events of ${found.id}`);
  }
  await connection.close();
});

/** The longest history that is still small enough to keep: it has seen the most of the code. */
async function richest(client: Client, type: string) {
  let best: { id: string; runId: string; events: number } | undefined;
  for await (const info of client.workflow.list({ query: `WorkflowType = '${type}'` })) {
    // The list does not know the length of one that still runs.
    const handle = client.workflow.getHandle(info.workflowId, info.runId);
    const events = Number(info.historyLength) || Number((await handle.describe()).historyLength);
    if (events > largest || events <= (best?.events ?? 0)) continue;
    best = { id: info.workflowId, runId: info.runId, events };
  }
  if (!best) return undefined;
  const history = await client.workflow.getHandle(best.id, best.runId).fetchHistory();
  return { ...best, history };
}
