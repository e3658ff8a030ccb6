import type { Block } from './block.ts';
import { insideOf } from './inside.ts';
import { findBlock, listAt, mayStandIn, placeOf, type Place } from './tree.ts';

/** A step of a block by keyboard: within its list, or into and out of what holds blocks. */
export type Step = 'up' | 'down' | 'in' | 'out';

/**
 * Where a block comes by a step; null where there is nowhere to go. Up and down go on outside where a column or condition ends. In goes
 * to the next column, or into what stands before or after the block; out to the column before, or before what the block stands in.
 * The place is counted without the block.
 */
export function stepTo(blocks: readonly Block[], id: string, step: Step): Place | null {
  const [block, place] = [findBlock(blocks, id), placeOf(blocks, id)];
  if (!block || !place) return null;
  if (step === 'up') return place.at > 0 ? { ...place, at: place.at - 1 } : outside(blocks, place, 0);
  const last = (listAt(blocks, place)?.length ?? 1) - 1;
  if (step === 'down') return place.at < last ? { ...place, at: place.at + 1 } : outside(blocks, place, 1);
  return step === 'in' ? inward(blocks, block, place) : outward(blocks, place);
}

function outside(blocks: readonly Block[], { parent }: Place, after: 0 | 1): Place | null {
  const holder = parent === null ? null : placeOf(blocks, parent);
  return holder && { ...holder, at: holder.at + after };
}

function inward(blocks: readonly Block[], block: Block, place: Place): Place | null {
  const next = place.parent === null ? undefined : listAt(blocks, { ...place, part: place.part + 1 });
  if (next) return { parent: place.parent, part: place.part + 1, at: next.length };
  const list = listAt(blocks, place) ?? [];
  const holds = (other: Block | undefined): other is Block =>
    other !== undefined && insideOf(other).length > 0 && mayStandIn(block.kind, other.kind);
  const [before, after] = [list[place.at - 1], list[place.at + 1]];
  if (holds(before)) return { parent: before.id, part: 0, at: insideOf(before)[0]?.length ?? 0 };
  return holds(after) ? { parent: after.id, part: 0, at: 0 } : null;
}

function outward(blocks: readonly Block[], place: Place): Place | null {
  if (place.parent === null) return null;
  if (place.part === 0) return outside(blocks, place, 0);
  const before = listAt(blocks, { ...place, part: place.part - 1 }) ?? [];
  return { parent: place.parent, part: place.part - 1, at: before.length };
}
