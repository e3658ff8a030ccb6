import type { Block, BlockOf } from './block.ts';
import { everyBlock, insideOf } from './inside.ts';
import { findBlock, listAt, mostInside, placeOf, refusalOf, withList, type Place } from './tree.ts';

type Column = BlockOf<'columns'>['columns'][number];

/** Gives a block or column a name that no other has. */
export type NewId = () => string;

/** Puts a block to a place; where it cannot stand there nothing changes. */
export function insertBlock(blocks: readonly Block[], place: Place, block: Block): readonly Block[] {
  if (refusalOf(blocks, place, block)) return blocks;
  return withList(blocks, place, (list) => list.toSpliced(place.at, 0, block));
}

/** Puts several blocks to a place, one below the other; those that cannot stand there are left out. */
export function insertBlocks(blocks: readonly Block[], place: Place, added: readonly Block[]): readonly Block[] {
  let now = blocks;
  let { at } = place;
  for (const block of added) {
    const next = insertBlock(now, { ...place, at }, block);
    if (next !== now) at += 1;
    now = next;
  }
  return now;
}

/** Takes a block out, with everything in it. */
export function removeBlock(blocks: readonly Block[], id: string): readonly Block[] {
  const place = placeOf(blocks, id);
  return place ? withList(blocks, place, (list) => list.filter((block) => block.id !== id)) : blocks;
}

/** Puts a block to another place, counted without the block itself; never into itself. */
export function moveBlock(blocks: readonly Block[], id: string, to: Place): readonly Block[] {
  const [block, from] = [findBlock(blocks, id), placeOf(blocks, id)];
  if (!block || !from) return blocks;
  if (from.parent === to.parent && from.part === to.part && from.at === to.at) return blocks;
  const without = removeBlock(blocks, id);
  const moved = insertBlock(without, to, block);
  return moved === without ? blocks : moved;
}

/** Makes a second block like this one below it. */
export function duplicateBlock(blocks: readonly Block[], id: string, newId: NewId): readonly Block[] {
  const [block, place] = [findBlock(blocks, id), placeOf(blocks, id)];
  return block && place ? insertBlock(blocks, { ...place, at: place.at + 1 }, withFreshIds(block, newId)) : blocks;
}

/** Changes a block; its id and its kind stay. */
export function changeBlock<Kind extends Block['kind']>(
  blocks: readonly Block[],
  id: string,
  change: Partial<Omit<BlockOf<Kind>, 'id' | 'kind'>>,
): readonly Block[] {
  const place = placeOf(blocks, id);
  if (!place) return blocks;
  return withList(blocks, place, (list) =>
    list.map((block) => (block.id === id ? ({ ...block, ...change, id, kind: block.kind } as Block) : block)),
  );
}

/** A block as a new one: it, its columns and everything in it get new ids. */
export function withFreshIds(block: Block, newId: NewId): Block {
  const id = newId();
  const fresh = (list: readonly Block[]): Block[] => list.map((inner) => withFreshIds(inner, newId));
  if (block.kind === 'columns') {
    const columns = block.columns.map((column) => ({ ...column, id: newId(), blocks: fresh(column.blocks) }));
    return { ...block, id, columns } as Block;
  }
  if (block.kind === 'condition')
    return { ...block, id, blocks: fresh(block.blocks), otherwise: fresh(block.otherwise) } as Block;
  return { ...block, id };
}

/** How wide columns are when nobody said so: all alike, together a hundred percent. */
export function evenPercents(count: number): number[] {
  const part = Math.floor(100 / count);
  return Array.from({ length: count }, (_, at) => (at < 100 - part * count ? part + 1 : part));
}

/**
 * Columns of these widths: added ones are empty, and what stood in those that go comes to the end of the last that stays, as far as a
 * column holds it; null where it does not, for nothing may be lost by it.
 */
export function withColumns(
  block: BlockOf<'columns'>,
  percents: readonly number[],
  newId: NewId,
): BlockOf<'columns'> | null {
  const kept = percents.map((percent, at): Column => block.columns[at] ?? { id: newId(), percent, blocks: [] });
  const gone = block.columns.slice(percents.length).flatMap(({ blocks }) => blocks);
  if ((kept.at(-1)?.blocks.length ?? 0) + gone.length > mostInside) return null;
  const columns = kept.map((column, at) => ({
    ...column,
    percent: percents[at] ?? column.percent,
    blocks: at === kept.length - 1 ? [...column.blocks, ...gone] : column.blocks,
  }));
  return { ...block, columns };
}

/** The ids of blocks and columns. */
export function idsOf(blocks: readonly Block[]): string[] {
  return everyBlock(blocks).flatMap((block) =>
    block.kind === 'columns' ? [block.id, ...block.columns.map(({ id }) => id)] : [block.id],
  );
}

/** Where a block that is added stands: below the chosen one, or as the first in it where it is empty; else at the end. */
export function placeBeside(blocks: readonly Block[], chosen: string | null, added: Block): Place {
  const end: Place = { parent: null, part: 0, at: endBeforeFooter(blocks) };
  const beside = chosen === null ? null : placeOf(blocks, chosen);
  const holder = chosen === null ? undefined : findBlock(blocks, chosen);
  if (!beside || !holder) return end;
  const empty = insideOf(holder).findIndex((list) => list.length === 0);
  if (empty >= 0 && !refusalOf(blocks, { parent: holder.id, part: empty }, added))
    return { parent: holder.id, part: empty, at: 0 };
  if (!refusalOf(blocks, beside, added)) return { ...beside, at: beside.at + 1 };
  const outside = beside.parent === null ? null : placeOf(blocks, beside.parent);
  return outside && !refusalOf(blocks, outside, added) ? { ...outside, at: outside.at + 1 } : end;
}

/** The end of a message is before its footer, which stays last. */
function endBeforeFooter(blocks: readonly Block[]): number {
  return blocks.at(-1)?.kind === 'footer' ? blocks.length - 1 : blocks.length;
}

/** How many blocks a list has, and which of them this one is, counted from one. */
export function positionOf(blocks: readonly Block[], id: string): { at: number; of: number } {
  const place = placeOf(blocks, id);
  return { at: (place?.at ?? 0) + 1, of: (place && listAt(blocks, place)?.length) ?? 0 };
}
