import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** How long something is kept after its last use, however many there are: whoever uses it says so twice as often. */
const keptMs = 2 * 3_600_000;

/** Says that something that was built before is used now, so that `keepNewest` keeps it. */
export async function noteUse(path: string): Promise<void> {
  const now = new Date();
  // A container may not write there, and clears nothing away either.
  await utimes(path, now, now).catch(() => {});
}

/** Says so as long as this process lives: a child that dies is started again from what its parent began with. */
export async function keepInUse(path: string): Promise<void> {
  await noteUse(path);
  setInterval(() => void noteUse(path), keptMs / 2).unref();
}

/**
 * Removes from a folder of built things all but the `most` that were made or used last and what was used in the last two hours, so that years of work do not fill a disk. What
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
  const before = Date.now() - keptMs;
  const old = found
    .sort((a, b) => b.at - a.at)
    .slice(most)
    .filter(({ at }) => at < before);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
