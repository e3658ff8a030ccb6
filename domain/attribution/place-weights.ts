import type { PlaceWeights } from './model.ts';
import type { Path } from './path.ts';

/**
 * What each touch of the path weighs where places of it have fixed shares. A touch that holds several places has all their
 * shares: often the first touch is also the one that created the lead. A place that no touch holds (no touch came before the lead
 * was created, its moment is not known, or there is nobody left for `rest`) gives its share to the others in proportion to theirs,
 * so that 40/20/40 is 50/50 for two touches and 100 for one. Where all places that are held weigh nothing, all touches weigh the same.
 */
export function placeWeights(path: Path, shares: PlaceWeights): number[] {
  const { touches } = path;
  const weights = touches.map(() => 0);
  const held = new Set<number>();
  const give = (index: number | null, share: number) => {
    if (index === null || share === 0) return;
    weights[index]! += share;
    held.add(index);
  };
  give(touches.length > 0 ? 0 : null, shares.first);
  give(lastUpTo(path, path.leadCreatedMs), shares.leadCreation);
  give(lastUpTo(path, path.opportunityCreatedMs), shares.opportunityCreation);
  give(touches.length > 0 ? touches.length - 1 : null, shares.last);
  const others = touches.length - held.size;
  const rest = weights.map((weight, index) => (held.has(index) ? weight : shares.rest / others));
  return rest.some((weight) => weight > 0) ? rest : touches.map(() => 1);
}

/** The last touch at or before a moment; null where there is none. Touches stand in the order of time. */
function lastUpTo({ touches }: Path, momentMs: number | null): number | null {
  if (momentMs === null) return null;
  const after = touches.findIndex(({ atMs }) => atMs > momentMs);
  const index = after === -1 ? touches.length - 1 : after - 1;
  return index >= 0 ? index : null;
}
