import { readdirSync, readFileSync } from 'node:fs';

/** CPU-seconds (user and system) of a process and of the children it has waited for, from /proc; 0 where there is no /proc. */
function cpuOf(pid: number, withReaped: boolean): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    // Behind the name: state is field 0, utime 11, stime 12, cutime 13, cstime 14, in ticks of 10 ms.
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    return (utime + stime + (withReaped ? cutime + cstime : 0)) / 100;
  } catch {
    return 0;
  }
}

function parentOf(pid: number): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[1],
    );
  } catch {
    return 0;
  }
}

/** CPU-seconds of a process with everything it has started: its living children, and those that have ended. */
export function cpuOfTree(pid: number): number {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((child) => [child, parentOf(child)]));
  const isBelow = (child: number): boolean => {
    for (let at = child; at > 1; at = parents.get(at) ?? 0) if (at === pid) return true;
    return false;
  };
  return pids.filter(isBelow).reduce((sum, child) => sum + cpuOf(child, true), 0);
}

/** Resident memory of a process in MB; 0 where it is gone. */
export function residentMb(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
