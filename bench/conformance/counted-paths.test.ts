import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCountedPaths } from './counted-paths.ts';

async function fileOf(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'counted-paths-')), 'paths.csv');
  await writeFile(file, text);
  return file;
}

it('reads the columns by their names, whatever stands between', async () => {
  const file = await fileOf(
    'total_null,path,total_conversion_value,total_conversions\n3,a > b > a,0.2,1\n0,"c",1,2\n\n',
  );
  expect(await readCountedPaths(file)).toEqual([
    { channels: ['a', 'b', 'a'], conversions: 1, nulls: 3 },
    { channels: ['c'], conversions: 2, nulls: 0 },
  ]);
});

it('says which column is missing and which line is wrong', async () => {
  await expect(readCountedPaths(await fileOf('path;total_conversions\na;1\n'))).rejects.toThrow('no column total_null');
  const wrong = await fileOf('path;total_conversions;total_null\na;1;2\nb;x;2\n');
  await expect(readCountedPaths(wrong)).rejects.toThrow('line 3: x is no count');
});
