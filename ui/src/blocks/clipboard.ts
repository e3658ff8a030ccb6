import type { Block } from '../../../domain/templates/block.ts';
import { newId } from './draft.svelte.ts';

const key = 'copied-blocks';

/** Keeps blocks for pasting, also where the browser does not let us have its clipboard. */
export function keepCopied(text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing has its clipboard.
  }
}

/** Blocks as text, for the clipboard. The schemas come only when somebody copies or pastes. */
export async function copyBlocks(blocks: readonly Block[]): Promise<void> {
  const { copiedText } = await loadClipboard();
  const text = copiedText(blocks);
  keepCopied(text);
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** The blocks that were copied last, here or in another window, as new ones. */
export async function copiedBlocks(): Promise<Block[]> {
  const { pastedBlocks } = await loadClipboard();
  const text = await navigator.clipboard?.readText().catch(() => '');
  const pasted = pastedBlocks(text ?? '', newId);
  return pasted.length > 0 ? pasted : pastedBlocks(sessionStorage.getItem(key) ?? '', newId);
}

/** The blocks of a text that was pasted. */
export async function blocksOf(text: string): Promise<Block[]> {
  const { pastedBlocks } = await loadClipboard();
  return pastedBlocks(text, newId);
}

const loadClipboard = () => import('../../../domain/templates/clipboard.ts');
