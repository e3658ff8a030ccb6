import type { Block } from '../block.ts';
import type { RichText } from '../rich-text.ts';

/** The rich texts of a block, those of blocks inside it left out. */
export function richTextsOf(block: Block): RichText[] {
  switch (block.kind) {
    case 'text':
    case 'heading':
    case 'footer':
      return [block.text];
    case 'hero':
      return [block.heading, block.text];
    default:
      return [];
  }
}

/** The addresses that a block leads to, those of blocks of HTML too. */
export function linksOf(block: Block): string[] {
  const inText = richTextsOf(block).flatMap((text) =>
    text.flatMap(({ runs }) => runs.flatMap((run) => (run.kind === 'break' ? [] : (run.link ?? [])))),
  );
  switch (block.kind) {
    case 'button':
      return [block.link];
    case 'image':
      return block.link === null ? [] : [block.link];
    case 'hero':
      return [...inText, ...(block.button ? [block.button.link] : [])];
    case 'social':
      return block.links.map(({ url }) => url);
    case 'html':
      return [...block.html.matchAll(/\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, one, other]) =>
        (one ?? other ?? '').replaceAll('&amp;', '&'),
      );
    default:
      return inText;
  }
}

/** The texts of a block that may hold Liquid. */
export function templatesOf(block: Block): string[] {
  const links = block.kind === 'html' ? [] : linksOf(block);
  switch (block.kind) {
    case 'button':
      return [block.label, ...links];
    case 'image':
      return [block.alt, ...links];
    case 'hero':
      return [block.alt, block.button?.label ?? '', ...links];
    case 'card':
      return [block.buttonLabel];
    case 'html':
      return [block.html];
    case 'footer':
      return [block.unsubscribeLabel, block.preferencesLabel, ...links];
    default:
      return links;
  }
}
