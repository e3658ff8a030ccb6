import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import * as workflows from '../workflows/index.ts';
import { program } from './programs.ts';

// The type of a workflow is the name of its function. In one file a second function of that name (one about a table of the database, say)
// takes another, and no worker has a workflow that is called so.
it.each(['api', 'worker'] as const)('%s starts workflows by the names that workers know', async (name) => {
  const text = await readFile(await program(name), 'utf8');
  const named = new Map([...text.matchAll(/\b__name\d*\((\w+), "(\w+)"\)/g)].map(([, is, was]) => [was, is]));
  const held = [...new Set(Object.values(workflows))].filter((workflow) =>
    new RegExp(`async function ${workflow.name}\\d*\\(`).test(text),
  );
  expect(held.length).toBeGreaterThan(10);
  const wrong = held.filter((workflow) => !text.includes(`async function ${named.get(workflow.name)}(`));
  expect(wrong.map((workflow) => workflow.name)).toEqual([]);
});
