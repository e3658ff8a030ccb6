import type { Block, ImageSource } from './block.ts';
import { everyBlock } from './inside.ts';

/** The items that cards of a message were given by hand. */
export function chosenItems(blocks: readonly Block[]): string[] {
  const ids = everyBlock(blocks).flatMap((block) =>
    block.kind === 'card' && block.item.kind === 'chosen' && block.item.contentItemId ? [block.item.contentItemId] : [],
  );
  return [...new Set(ids)];
}

/** The images of a message, those without an address left out. */
export function imagesIn(block: Block): ImageSource[] {
  const image = block.kind === 'image' || block.kind === 'hero' ? block.image : null;
  return image && image.url !== '' ? [image] : [];
}

/** The uploaded images that a message shows. */
export function uploadedImages(blocks: readonly Block[]): string[] {
  const ids = everyBlock(blocks).flatMap((block) => imagesIn(block).flatMap(({ imageId }) => imageId ?? []));
  return [...new Set(ids)];
}
