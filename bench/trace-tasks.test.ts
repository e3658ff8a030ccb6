import { expect, it } from 'vitest';
import { blockingMs, tasksOf, type TraceEvent } from './trace-tasks.ts';

const of = (name: string, event: Partial<TraceEvent>): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid: 1,
  ts: 0,
  ...event,
});
const around = [
  of('thread_name', { ph: 'M', args: { name: 'CrRendererMain' } }),
  of('thread_name', { ph: 'M', tid: 2, args: { name: 'Compositor' } }),
  of('firstContentfulPaint', { ph: 'I', ts: 5000 }),
];

it('reads the tasks of the page that painted, by the clock of its thread', () => {
  const tasks = tasksOf([
    ...around,
    of('ThreadControllerImpl::RunTask', { ts: 9000, dur: 90_000, tdur: 20_000 }),
    of('ThreadControllerImpl::RunTask', { ts: 9100, dur: 500, tdur: 400 }),
    of('FunctionCall', {
      ts: 9200,
      dur: 30_000,
      tdur: 15_000,
      args: { data: { url: 'http://localhost/assets/first.js' } },
    }),
    of('ThreadControllerImpl::RunTask', { ts: 1000, dur: 2000, tdur: 2000 }),
    of('ThreadControllerImpl::RunTask', { ts: 1000, dur: 70_000, tdur: 70_000, tid: 2 }),
  ]);
  expect(tasks.map(({ atMs, cpuMs }) => ({ atMs, cpuMs }))).toEqual([
    { atMs: 0, cpuMs: 2 },
    { atMs: 8, cpuMs: 20 },
  ]);
  expect(Object.fromEntries(tasks[1]?.parts ?? [])).toEqual({ 'FunctionCall first.js': 15 });
  // Four times 20 on a phone, of which 50 are free.
  expect(blockingMs(tasks)).toBe(30);
});

it('says so where nothing was painted, or tasks were not traced', () => {
  expect(() => tasksOf(around.slice(0, 2))).toThrow('painted nothing');
  expect(() => tasksOf(around)).toThrow('no tasks');
});
