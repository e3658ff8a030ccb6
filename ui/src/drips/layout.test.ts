import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { edgePath } from './edge-path.ts';
import { box, layOut } from './layout.ts';

const rule = { kind: 'list' as const, is: true, listIds: ['0198c0de-0000-7000-8000-000000000000'] };
const wait = (key: string, next?: string | null): DripStep => ({
  key,
  name: '',
  kind: 'wait',
  until: { kind: 'duration', amount: 1, unit: 'days' },
  ...(next === undefined ? {} : { next }),
});
const branch = (key: string, yes: string | null, no: string | null): DripStep => ({
  key,
  name: '',
  kind: 'branch',
  condition: { kind: 'rule', rule },
  yes,
  no,
});

describe('the layout of the canvas', () => {
  it('stands a branch over its ways and their meeting below the longest', () => {
    const { places, edges } = layOut([branch('f', 'a', 'b'), wait('a', 'end'), wait('b'), wait('c'), wait('end')]);
    const row = (key: string) => (places.get(key)?.y ?? -1) / (box.height + box.down);
    expect(['f', 'a', 'b', 'c', 'end'].map(row)).toEqual([0, 1, 1, 2, 3]);
    expect(places.get('a')!.x).toBeLessThan(places.get('b')!.x);
    expect(places.get('f')!.x).toBe((places.get('a')!.x + places.get('b')!.x) / 2);
    expect(edges.map(({ from, to, label }) => `${from} ${label} ${to}`)).toEqual([
      'f Yes a',
      'f No b',
      'a  end',
      'b  c',
      'c  end',
    ]);
  });

  it('leads a way that passes rows beside the steps, says where ways end, and joins those that lead to one place', () => {
    const steps = [
      branch('f', 'a', 'end'),
      wait('a'),
      branch('g', 'end', null),
      branch('end', 'last', 'last'),
      wait('last'),
    ];
    const { places, ends, edges } = layOut(steps);
    expect(edges.map(({ from, to, label }) => `${from} ${label} ${to}`)).toEqual([
      'f Yes a',
      'f No end',
      'a  g',
      'g Yes end',
      'g No g end',
      'end Yes, No last',
    ]);
    const inside = (x: number): boolean =>
      ['a', 'g'].some((key) => x > places.get(key)!.x - 1 && x < places.get(key)!.x + box.width + 1);
    const long = edges[1]!;
    const passing = long.line.filter(({ y }) => y > places.get('a')!.y && y < places.get('g')!.y + box.height);
    expect(passing.length).toBeGreaterThan(0);
    expect(passing.some(({ x }) => inside(x))).toBe(false);
    expect(places.get('a')!.x).toBe(places.get('f')!.x);
    expect(ends.get('g end')!.y).toBe(places.get('end')!.y);
    expect(edgePath(edges[0]!.line)).toMatch(/^M [\d.]+ 100 L [\d.]+ 160$/);
    expect(edgePath(long.line)).toContain(' Q ');
  });

  it('sets out two hundred steps without two on one spot, in a fraction of a second', () => {
    const steps = Array.from({ length: 200 }, (_, at) => {
      const next = (n: number): string | null => (n < 200 ? `s${n}` : null);
      return at % 3 === 0 ? branch(`s${at}`, next(at * 2 + 1), next(at * 2 + 2)) : wait(`s${at}`, next(at * 2 + 1));
    });
    const began = performance.now();
    const { places } = layOut(steps);
    expect(performance.now() - began).toBeLessThan(500);
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(200);
  });

  it('takes a chain of two hundred steps, and nothing', () => {
    expect(layOut(Array.from({ length: 200 }, (_, at) => wait(`s${at}`))).width).toBe(box.width);
    expect(layOut([])).toMatchObject({ edges: [], width: 0, height: 0 });
  });
});
