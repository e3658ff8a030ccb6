import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A hash over the given files and folders below `root`, tests left out: the same sources give the same hash on any machine. */
export async function hashOfSources(root: string, paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(paths.map((path) => filesBelow(root, path)))).flat().sort()) {
    hash
      .update(`${file}\0`)
      .update(await readFile(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  if ((await stat(join(root, path))).isFile()) return /\.test\.ts$/.test(path) ? [] : [path];
  const entries = (await readdir(join(root, path))).filter((name) => !/^(node_modules|screenshots|\..*)$/.test(name));
  return (await Promise.all(entries.map((name) => filesBelow(root, `${path}/${name}`)))).flat();
}
