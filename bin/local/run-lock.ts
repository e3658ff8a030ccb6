import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartProblem } from '../embedded/start-problem.ts';

/** The claim on a data folder: one run at a time. It knows the processes of the run, so that the next one can clear up after it. */
export interface RunLock {
  note: (name: string, pid: number | undefined) => void;
  release: () => Promise<void>;
}

interface Claim {
  pid: number;
  command: string;
  /** Process id and command line of what was started: a number alone may belong to somebody else by now. */
  processes: Record<string, { pid: number; command: string }>;
}

/**
 * Claims the folder. Another run that is alive is a problem to tell; one that was killed has left processes behind,
 * which are ended first, the ones that write before the ones they write to.
 */
export async function claimDataFolder(folder: string): Promise<RunLock> {
  const file = join(folder, 'run.json');
  try {
    await mkdir(folder, { recursive: true });
    await (await open(join(folder, '.writable'), 'w')).close();
    await rm(join(folder, '.writable'));
  } catch {
    throw new StartProblem(
      `The folder ${folder} cannot be written.`,
      `Give it to this user (chown), or set DATA_DIR to another folder.`,
    );
  }
  const previous = await readClaim(file);
  if (previous && previous.pid !== process.pid && isOurs(previous.pid, previous.command)) {
    throw new StartProblem(
      `Another \`npm start\` (process ${previous.pid}) is running on ${folder}.`,
      `Use that one, stop it with Ctrl-C, or set DATA_DIR and the ports to run a second one.`,
    );
  }
  await endLeftovers(previous);
  const claim: Claim = { pid: process.pid, command: commandOf(process.pid), processes: {} };
  let writing = writeFile(file, JSON.stringify(claim));
  const save = (): void => {
    writing = writing.then(() => writeFile(file, JSON.stringify(claim))).catch(() => {});
  };
  await writing;
  return {
    note: (name, pid) => {
      if (pid === undefined) delete claim.processes[name];
      else claim.processes[name] = { pid, command: commandOf(pid) };
      save();
    },
    release: async () => {
      await writing;
      await rm(file, { force: true });
    },
  };
}

async function readClaim(file: string): Promise<Claim | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Claim;
  } catch {
    return null;
  }
}

async function endLeftovers(previous: Claim | null): Promise<void> {
  const order = ['api', 'worker', 'mailbox', 'temporal', 'postgres'];
  for (const name of order) {
    const left = previous?.processes[name];
    if (!left || !isOurs(left.pid, left.command)) continue;
    process.kill(left.pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    const deadline = Date.now() + 10_000;
    while (isOurs(left.pid, left.command) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (isOurs(left.pid, left.command)) process.kill(left.pid, 'SIGKILL');
  }
}

/** Whether the process is alive and is what we think it is; where command lines cannot be read, being alive is enough. */
function isOurs(pid: number, command: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const now = commandOf(pid);
  return now === '' ? process.platform !== 'linux' : command !== '' && now.includes(command);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
