import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../test/scratch.ts';
import { keepNewest, noteUse } from './newest.ts';

it('keeps what was made or used last, files and folders, and what is in use', async () => {
  const folder = await scratchFolder('newest');
  for (const [index, name] of ['first.js', 'second', 'third.js', 'fourth'].entries()) {
    const path = join(folder, name);
    if (name.endsWith('.js')) await writeFile(path, name);
    else {
      await mkdir(path);
      await writeFile(join(path, 'worker.js'), name);
    }
    const at = new Date(Date.UTC(2026, 0, 1 + index));
    await utimes(path, at, at);
  }
  await noteUse(join(folder, 'second'));
  await keepNewest(folder, 3);
  expect((await readdir(folder)).sort()).toEqual(['fourth', 'second', 'third.js']);
  await keepNewest(folder, 1);
  expect(await readdir(folder)).toEqual(['second']);
  expect(await readdir(join(folder, 'second'))).toEqual(['worker.js']);
  await writeFile(join(folder, 'fifth.js'), 'fifth');
  await keepNewest(folder, 1);
  expect((await readdir(folder)).sort()).toEqual(['fifth.js', 'second']);
  await rm(folder, { recursive: true });
});
