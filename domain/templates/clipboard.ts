import { z } from 'zod';
import { Blocks, type Block } from './block.ts';
import { withFreshIds, type NewId } from './edits.ts';

const Copied = z.object({ kind: z.literal('salescompass-blocks'), blocks: Blocks });

/** Blocks as they stand on the clipboard, for another place, template or message. */
export function copiedText(blocks: readonly Block[]): string {
  return JSON.stringify({ kind: 'salescompass-blocks', blocks });
}

/** The blocks that a text from the clipboard holds, as new ones; empty where it holds none. */
export function pastedBlocks(text: string, newId: NewId): Block[] {
  const copied = Copied.safeParse(readJson(text));
  return copied.success ? copied.data.blocks.map((block) => withFreshIds(block, newId)) : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
