import type { Block } from './block.ts';
import { everyBlock, inColumns, insideOf, mostBlocks } from './inside.ts';

/** Where a list of blocks is: of the message itself (`parent` null), or the `part`-th list of a block that holds blocks. */
export interface ListPlace {
  parent: string | null;
  /** Of columns: which one; of a condition: 0 what it shows, 1 what everybody else sees. */
  part: number;
}

/** A place in a list: before the block that is `at` there, or at its end. */
export interface Place extends ListPlace {
  at: number;
}

/** So many blocks stand in a column or a condition at most. */
export const mostInside = 50;

/** Whether a block of one kind may stand in a block of another (null: in the message itself). */
export function mayStandIn(kind: Block['kind'], parent: Block['kind'] | null): boolean {
  if (parent === null) return true;
  if (parent === 'columns') return inColumns.includes(kind);
  return parent === 'condition' && kind !== 'condition';
}

/** The block with this id, wherever it stands. */
export function findBlock(blocks: readonly Block[], id: string): Block | undefined {
  for (const block of blocks) {
    if (block.id === id) return block;
    for (const list of insideOf(block)) {
      const found = findBlock(list, id);
      if (found) return found;
    }
  }
  return undefined;
}

/** Where a block stands; null where there is none of this id. */
export function placeOf(
  blocks: readonly Block[],
  id: string,
  list: ListPlace = { parent: null, part: 0 },
): Place | null {
  for (const [at, block] of blocks.entries()) {
    if (block.id === id) return { ...list, at };
    for (const [part, inner] of insideOf(block).entries()) {
      const found = placeOf(inner, id, { parent: block.id, part });
      if (found) return found;
    }
  }
  return null;
}

/** The blocks of a list; undefined where there is no such list. */
export function listAt(blocks: readonly Block[], { parent, part }: ListPlace): readonly Block[] | undefined {
  if (parent === null) return blocks;
  const holder = findBlock(blocks, parent);
  return holder && insideOf(holder)[part];
}

/** Why a block cannot come to a place: it does not go with what is there, there are too many, or there is no such place. */
export type Refusal = 'not_here' | 'full' | 'gone';

/** Why `block` cannot be put into a list; null where it can. */
export function refusalOf(blocks: readonly Block[], place: ListPlace, block: Block): Refusal | null {
  const list = listAt(blocks, place);
  if (!list) return 'gone';
  const parent = place.parent === null ? undefined : findBlock(blocks, place.parent);
  if (!mayStandIn(block.kind, parent?.kind ?? null)) return 'not_here';
  const isCrowded = place.parent !== null && list.length >= mostInside;
  return isCrowded || everyBlock(blocks).length + everyBlock([block]).length > mostBlocks ? 'full' : null;
}

/** The same blocks with one list of them made anew. */
export function withList(
  blocks: readonly Block[],
  place: ListPlace,
  make: (list: readonly Block[]) => Block[],
): Block[] {
  if (place.parent === null) return make(blocks);
  return blocks.map((block) => {
    if (block.id === place.parent) {
      const list = insideOf(block)[place.part];
      return list ? withInside(block, place.part, make(list)) : block;
    }
    const lists = insideOf(block);
    const part = lists.findIndex((list) => findBlock(list, place.parent ?? '') !== undefined);
    return part < 0 ? block : withInside(block, part, withList(lists[part] ?? [], place, make));
  });
}

/** A block with another list in it. What may stand there was asked before (`refusalOf`), which the types cannot know. */
function withInside(block: Block, part: number, list: Block[]): Block {
  if (block.kind === 'columns') {
    const columns = block.columns.map((column, at) => (at === part ? { ...column, blocks: list } : column));
    return { ...block, columns } as Block;
  }
  return { ...block, ...(part === 0 ? { blocks: list } : { otherwise: list }) } as Block;
}
