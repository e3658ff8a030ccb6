/** An event of a browser's trace; times in microseconds, `tdur` of the thread's own clock. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { url?: string } };
}

/** A task of the thread that a page has: milliseconds of that thread's own clock, which stands still while another job has the processor. */
export interface Task {
  /** Since the page's first task. */
  atMs: number;
  cpuMs: number;
  /** What was done in it, and for how long. */
  parts: Map<string, number>;
}

/** What a slow phone needs more than this machine, as Lighthouse assumes. */
export const slowdown = 4;
const partNames =
  /^(EvaluateScript|v8\.|FunctionCall|TimerFire|Layout$|UpdateLayoutTree|ParseHTML|MinorGC|MajorGC|RunMicrotasks|Paint$)/;

/** The tasks of the page that painted first, in their order; throws where nothing was painted or the trace leaves them out. */
export function tasksOf(events: readonly TraceEvent[]): Task[] {
  const paint = events.find(({ name }) => name === 'firstContentfulPaint');
  const thread = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === paint?.pid && args?.name === 'CrRendererMain',
  );
  if (!paint || !thread) throw new Error('the page painted nothing');
  const own = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === thread.pid && tid === thread.tid)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let end = 0;
  const outer = own.filter((event) => {
    if (!event.name.endsWith('RunTask') || event.ts < end) return false;
    end = event.ts + (event.dur ?? 0);
    return true;
  });
  if (outer.length === 0) throw new Error('the trace has no tasks');
  return outer.map((task) => ({
    atMs: (task.ts - (outer[0]?.ts ?? 0)) / 1000,
    cpuMs: cpuOf(task),
    parts: partsOf(own, task),
  }));
}

/**
 * What a tap may have to wait on a slow phone because of these tasks (ms): all of each that is beyond 50. Also of those before the
 * first paint, which comes earlier or later among them as the machine has other things to do.
 */
export function blockingMs(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { cpuMs }) => sum + Math.max(0, cpuMs * slowdown - 50), 0);
}

function cpuOf({ tdur, dur }: TraceEvent): number {
  return (tdur ?? dur ?? 0) / 1000;
}

function partsOf(own: readonly TraceEvent[], task: TraceEvent): Map<string, number> {
  const parts = new Map<string, number>();
  for (const event of own) {
    if (event.ts < task.ts || event.ts > task.ts + (task.dur ?? 0) || !partNames.test(event.name)) continue;
    const file = event.args?.data?.url?.split('/').at(-1);
    const name = file ? `${event.name} ${file}` : event.name;
    parts.set(name, (parts.get(name) ?? 0) + cpuOf(event));
  }
  return parts;
}
