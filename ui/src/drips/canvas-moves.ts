import type { Layout } from './layout.ts';

/** The step that an arrow key leads to: along a way, or to the nearest beside it in the same row; undefined where there is none. */
export function neighbourOf({ places, edges }: Layout, key: string, arrow: string): string | undefined {
  if (arrow === 'ArrowDown') return edges.find(({ from }) => from === key)?.to;
  if (arrow === 'ArrowUp') return edges.find(({ to }) => to === key)?.from;
  const here = places.get(key);
  if (!here) return undefined;
  const side = arrow === 'ArrowRight' ? 1 : -1;
  const beside = [...places]
    .filter(([, { x, y }]) => y === here.y && (x - here.x) * side > 0)
    .sort(([, a], [, b]) => (a.x - b.x) * side);
  return beside[0]?.[0];
}
