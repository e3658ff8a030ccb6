import { access, constants, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const memory = '/dev/shm';
const roomInBytes = 3 * 1024 ** 3;

/**
 * A new folder for the data of servers that live no longer than a test run: in memory where there is room for it, since a file system on
 * a disk takes ten times as long to copy the thousand files of a database; else where temporary files go. Nothing in it can be executed.
 */
export async function scratchFolder(name: string): Promise<string> {
  return mkdtemp(join((await hasRoom()) ? memory : tmpdir(), `salescompass-${name}-${process.pid}-`));
}

/** Removes the folders of processes that are gone: one that was killed left its own, and what lies in memory is missed by all others. */
export async function removeAbandoned(): Promise<void> {
  for (const parent of new Set([memory, tmpdir()])) {
    for (const name of await readdir(parent).catch(() => [])) {
      const [, pid] = /^salescompass-[a-z]+-(\d+)-/.exec(name) ?? [];
      // What cannot be removed, or is removed by another run at this moment, is none of this one's business.
      if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

async function hasRoom(): Promise<boolean> {
  try {
    await access(memory, constants.W_OK);
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize >= roomInBytes;
  } catch {
    return false;
  }
}
