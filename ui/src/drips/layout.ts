import { topologicalOrder, waysOut } from '../../../domain/drips/graph.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';

/** The size of a step on the canvas and the room around it, in pixels. */
export const box = { width: 248, height: 104, across: 32, down: 56 } as const;

/** Where everything stands on the canvas. */
export interface Layout {
  /** The upper left corner of each step by its key. */
  places: Map<string, { x: number; y: number }>;
  edges: { from: string; to: string; way: number; label: string }[];
  width: number;
  height: number;
}

/**
 * Sets the steps out as a tree from top to bottom: each row holds what is as many steps away from the start, each step stands under
 * the first that leads to it, and where ways meet again the meeting point stands below the longest of them. Linear in the steps.
 */
export function layOut(steps: readonly DripStep[]): Layout {
  const index = new Map(steps.map(({ key }, at) => [key, at]));
  const order = topologicalOrder(steps);
  const waysOf = (key: string): string[] =>
    waysOut(steps, index.get(key) ?? -1).filter((way): way is string => way !== null && index.has(way));
  const depths = new Map<string, number>();
  const children = new Map<string, string[]>();
  const isPlaced = new Set<string>();
  for (const key of order) {
    const depth = depths.get(key) ?? 0;
    depths.set(key, depth);
    for (const next of waysOf(key)) depths.set(next, Math.max(depths.get(next) ?? 0, depth + 1));
  }
  // The parent of a meeting point is the first of those that stand right above it.
  for (const key of order) {
    const own = waysOf(key).filter((next) => !isPlaced.has(next) && depths.get(next) === (depths.get(key) ?? 0) + 1);
    for (const next of new Set(own)) isPlaced.add(next);
    children.set(key, [...new Set(own)]);
  }
  const columns = placeColumns(
    order.filter((key) => !isPlaced.has(key)),
    children,
  );
  const places = new Map(
    steps.map(({ key }) => [
      key,
      {
        x: (columns.get(key) ?? 0) * (box.width + box.across),
        y: (depths.get(key) ?? 0) * (box.height + box.down),
      },
    ]),
  );
  const edges = steps.flatMap((step, at) =>
    waysOut(steps, at).flatMap((to, way) =>
      to !== null && index.has(to) ? [{ from: step.key, to, way, label: wayLabel(step, way) }] : [],
    ),
  );
  const corners = [...places.values()];
  return {
    places,
    edges,
    width: Math.max(0, ...corners.map(({ x }) => x + box.width)),
    height: Math.max(0, ...corners.map(({ y }) => y + box.height)),
  };
}

/** What a way out of a step is called: empty where there is only one. */
export function wayLabel(step: DripStep, way: number): string {
  if (step.kind === 'branch') return way === 0 ? 'Yes' : 'No';
  if (step.kind === 'split') return `${step.paths[way]?.label ?? ''} ${step.paths[way]?.percent ?? 0} %`;
  return '';
}

/** Columns by leaves: a leaf takes the next free one, a parent stands in the middle of its children. */
function placeColumns(roots: readonly string[], children: ReadonlyMap<string, string[]>): Map<string, number> {
  const columns = new Map<string, number>();
  let free = 0;
  // By hand and not by recursion: a chain of two hundred steps is that deep.
  const stack = roots.toReversed().map((key) => ({ key, isLeft: false }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const below = children.get(top.key) ?? [];
    if (!top.isLeft && below.length > 0) {
      stack.push({ key: top.key, isLeft: true }, ...below.toReversed().map((key) => ({ key, isLeft: false })));
      continue;
    }
    const taken = below.map((key) => columns.get(key) ?? 0);
    columns.set(top.key, below.length === 0 ? free++ : (Math.min(...taken) + Math.max(...taken)) / 2);
  }
  return columns;
}
