import { topologicalOrder, waysOut } from '../../../domain/drips/graph.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { placeTree, type TreeItem } from './tree.ts';

/** The size of a step on the canvas and the room around it, in pixels; `lane` is what a way takes that passes beside a step. */
export const box = { width: 264, height: 100, across: 32, down: 60, lane: 44 } as const;

/** The size of the mark where a way ends. */
export const endMark = { width: 52, height: 24 } as const;

/** A spot on the canvas. */
export interface Point {
  x: number;
  y: number;
}

/** A way from a step to another, or to the end of the drip. */
export interface Edge {
  from: string;
  /** The key of a step, or of a mark in `ends`. */
  to: string;
  label: string;
  /** The corners of the line. */
  line: Point[];
  /** The middle of its label: over where it first comes down. */
  labelAt: Point;
}

/** Where everything stands on the canvas. */
export interface Layout {
  /** The upper left corner of each step by its key. */
  places: Map<string, Point>;
  /** The upper left corners of the marks at which ways of branches and splits end. */
  ends: Map<string, Point>;
  edges: Edge[];
  width: number;
  height: number;
}

interface Way {
  from: string;
  to: string;
  label: string;
  isEnd: boolean;
}

/**
 * Sets the steps out as a tree from top to bottom: each row holds what is as many steps away from the start, each step stands under
 * the first that leads to it, and where ways meet again the meeting point stands below the longest of them. A way that passes rows
 * takes a lane of its own, so that no line runs behind a step. Linear in the steps and their ways.
 */
export function layOut(steps: readonly DripStep[]): Layout {
  const order = topologicalOrder(steps);
  const ways = waysOf(steps);
  const out = byStart(ways);
  const rows = rowsOf(order, out);
  const rowOf = (way: Way): number => (way.isEnd ? rows.get(way.from)! + 1 : rows.get(way.to)!);
  const lanesOf = (way: Way): string[] =>
    Array.from({ length: rowOf(way) - rows.get(way.from)! - 1 }, (_, at) => `${way.from} ${way.to} ${at}`);
  const tree = placeTree(itemsOf(order, { out, rows, lanesOf }));
  // Half of the room between two steps lies to the left of the first.
  const middles = new Map([...tree].map(([id, x]) => [id, x - box.across / 2]));
  const top = (row: number): number => row * (box.height + box.down);
  const places = new Map(
    steps.map(({ key }) => [key, { x: middles.get(key)! - box.width / 2, y: top(rows.get(key)!) }]),
  );
  const ended = ways.filter(({ isEnd }) => isEnd);
  const ends = new Map(
    ended.map((way) => [way.to, { x: middles.get(way.to)! - endMark.width / 2, y: top(rowOf(way)) }]),
  );
  const edges = ways.map((way) => {
    const stops = [...lanesOf(way), way.to].map((id, at) => ({
      x: middles.get(id)!,
      top: top(rows.get(way.from)! + 1 + at),
    }));
    const start = { x: middles.get(way.from)!, y: top(rows.get(way.from)!) + box.height };
    return { ...way, line: lineOf(start, stops), labelAt: { x: stops[0]!.x, y: stops[0]!.top - 14 } };
  });
  const right = [
    ...[...places.values()].map(({ x }) => x + box.width),
    ...[...ends.values()].map(({ x }) => x + endMark.width),
    ...edges.flatMap(({ line }) => line.map(({ x }) => x)),
  ];
  const bottom = [
    ...[...places.values()].map(({ y }) => y + box.height),
    ...[...ends.values()].map(({ y }) => y + endMark.height),
  ];
  return { places, ends, edges, width: Math.max(0, ...right), height: Math.max(0, ...bottom) };
}

/** What a way out of a step is called: empty where there is only one. */
export function wayLabel(step: DripStep, way: number): string {
  if (step.kind === 'branch') return way === 0 ? 'Yes' : 'No';
  if (step.kind === 'split') return `${step.paths[way]?.label ?? ''} ${step.paths[way]?.percent ?? 0} %`;
  return '';
}

/** The ways between steps, those of one step to the same place as one. That a drip ends after its last steps goes without saying. */
function waysOf(steps: readonly DripStep[]): Way[] {
  const known = new Set(steps.map(({ key }) => key));
  return steps.flatMap((step, at) => {
    const own = new Map<string, Way>();
    waysOut(steps, at).forEach((target, number) => {
      const label = wayLabel(step, number);
      if (target === null && label === '') return;
      if (target !== null && !known.has(target)) return;
      const to = target ?? `${step.key} end`;
      const before = own.get(to);
      const labels = before ? `${before.label}, ${label}` : label;
      own.set(to, { from: step.key, to, label: labels, isEnd: target === null });
    });
    return [...own.values()];
  });
}

function byStart(ways: readonly Way[]): Map<string, Way[]> {
  const out = new Map<string, Way[]>();
  for (const way of ways) out.set(way.from, [...(out.get(way.from) ?? []), way]);
  return out;
}

/** How many steps each is away from the start, by the longest way. */
function rowsOf(order: readonly string[], out: ReadonlyMap<string, Way[]>): Map<string, number> {
  const rows = new Map(order.map((key) => [key, 0]));
  for (const key of order) {
    for (const { to, isEnd } of out.get(key) ?? [])
      if (!isEnd) rows.set(to, Math.max(rows.get(to)!, rows.get(key)! + 1));
  }
  return rows;
}

/** The steps, lanes and ends as a tree: a meeting point belongs to the first of those that stand right above it. */
function itemsOf(
  order: readonly string[],
  {
    out,
    rows,
    lanesOf,
  }: { out: ReadonlyMap<string, Way[]>; rows: ReadonlyMap<string, number>; lanesOf: (way: Way) => string[] },
): TreeItem[] {
  const taken = new Set<string>();
  return order.flatMap((key) => {
    const step: TreeItem = { id: key, width: box.width + box.across, children: [] };
    const beside: TreeItem[] = [];
    for (const way of out.get(key) ?? []) {
      const lanes = lanesOf(way);
      if (way.isEnd) beside.push({ id: way.to, width: endMark.width + box.across, children: [] });
      lanes.forEach((id, at) =>
        beside.push({ id, width: box.lane, children: lanes.slice(at + 1, at + 2), isLane: true }),
      );
      const first = lanes[0] ?? way.to;
      if (lanes.length === 0 && !way.isEnd && (taken.has(way.to) || rows.get(way.to)! !== rows.get(key)! + 1)) continue;
      taken.add(first);
      step.children.push(first);
    }
    return [step, ...beside];
  });
}

/** The corners of a line that goes down row by row and to the side only between rows. */
function lineOf(start: Point, stops: readonly { x: number; top: number }[]): Point[] {
  const line = [start];
  for (const { x, top } of stops) {
    const at = line.at(-1)!;
    if (x !== at.x) {
      const between = top - box.down / 2;
      line.push({ x: at.x, y: between }, { x, y: between });
    }
    line.push({ x, y: top });
  }
  return line;
}
