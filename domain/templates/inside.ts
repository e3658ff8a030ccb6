import type { Block } from './block.ts';

// Apart from the schemas: pages that design messages ask these and check nothing.

/** What a message of blocks may hold: so many blocks, those in columns and conditions counted too. */
export const mostBlocks = 200;

/** The kinds of blocks that may stand in a column. */
export const inColumns: readonly string[] = [
  'text',
  'heading',
  'image',
  'button',
  'divider',
  'spacer',
  'social',
  'card',
  'html',
];

/** The lists of blocks that a block holds: of columns and of conditions. */
export function insideOf(block: Block): Block[][] {
  if (block.kind === 'columns') return block.columns.map(({ blocks }) => blocks);
  return block.kind === 'condition' ? [block.blocks, block.otherwise] : [];
}

/** Every block, also those in columns and conditions, in reading order. */
export function everyBlock(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...insideOf(block).flatMap(everyBlock)]);
}
