import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Says that something that was built before is used now, so that `keepNewest` keeps it. */
export async function noteUse(path: string): Promise<void> {
  const now = new Date();
  // A container may not write there, and clears nothing away either.
  await utimes(path, now, now).catch(() => {});
}

/**
 * Removes from a folder of built things all but the `most` that were made or used last, so that years of work do not fill a disk. What
 * a process has read already it does not read again; what somebody else removes at the same time is gone as well.
 */
export async function keepNewest(folder: string, most: number): Promise<void> {
  const found = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const at = await stat(path).catch(() => null);
      return { path, at: at?.mtimeMs ?? 0 };
    }),
  );
  const old = found.sort((a, b) => b.at - a.at).slice(most);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
