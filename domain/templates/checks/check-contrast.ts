import type { Finding } from '../../content/finding.ts';
import type { Block } from '../block.ts';
import { everyBlock } from '../inside.ts';
import { blockName } from '../block-names.ts';
import { contrast } from '../colour.ts';
import { insideOf } from '../inside.ts';
import type { Look } from '../look.ts';
import { richTextsOf } from './parts.ts';

/** Two colours of a block that have to be told apart, and how well. */
interface Pair {
  what: string;
  colour: string;
  ground: string;
  wanted: number;
}

/** Texts that can hardly be read on their ground. What a dark screen makes of colours that can be read can be read too (dark-look.ts). */
export function checkContrast(blocks: readonly Block[], look: Look): Finding[] {
  const grounds = groundsOf(blocks);
  return everyBlock(blocks).flatMap((block) => {
    const weak = weakest(pairsOf(block, look, grounds.get(block.id) ?? null));
    return weak ? [finding(block, weak)] : [];
  });
}

function finding(block: Block, { what, colour, ground, wanted }: Pair): Finding {
  const ratio = Math.floor(contrast(colour, ground) * 10) / 10;
  return {
    severity: 'warning',
    code: 'low_contrast',
    message: `${blockName(block)}: ${what} (${colour} on ${ground}) is hard to read, contrast ${ratio} : 1. Choose colours with ${wanted} : 1 or more.`,
    where: 'html',
    blockId: block.id,
  };
}

function weakest(pairs: readonly Pair[]): Pair | null {
  const weak = pairs.filter(({ colour, ground, wanted }) => contrast(colour, ground) < wanted);
  return weak.sort((a, b) => contrast(a.colour, a.ground) - contrast(b.colour, b.ground))[0] ?? null;
}

/** Of each block the ground that was chosen for it or for what it stands in; null: that of the message. */
function groundsOf(blocks: readonly Block[], outer: string | null = null, found = new Map<string, string | null>()) {
  for (const block of blocks) {
    const ground = block.background ?? outer;
    found.set(block.id, ground);
    for (const inner of insideOf(block)) groundsOf(inner, ground, found);
  }
  return found;
}

function pairsOf(block: Block, look: Look, own: string | null): Pair[] {
  const ground = own ?? (block.kind === 'footer' ? look.ground : look.surface);
  const isLarge = look.textSize >= 24;
  const text = (what: string, colour: string, wanted = isLarge ? 3 : 4.5): Pair => ({ what, colour, ground, wanted });
  const inside = richTextsOf(block)
    .flat()
    .flatMap(({ runs }) => runs)
    .flatMap((run) => (run.kind === 'break' ? [] : [run]));
  const coloured = inside.flatMap(({ colour }) => (colour === null ? [] : [text('coloured text', colour)]));
  const links = inside.some(({ link, colour }) => link !== null && colour === null)
    ? [text('a link', block.kind === 'footer' ? look.muted : look.accent)]
    : [];
  switch (block.kind) {
    case 'text':
      return [text('the text', look.text), ...coloured, ...links];
    case 'heading':
      return [text('the heading', look.heading, block.level === 3 ? 4.5 : 3), ...coloured, ...links];
    case 'hero':
      return [
        ...(block.heading.length > 0 ? [text('the heading', block.textColour ?? look.heading, 3)] : []),
        ...(block.text.length > 0 ? [text('the text', block.textColour ?? look.text)] : []),
        ...coloured,
        ...(block.button ? [label(look.onAccent, look.accent)] : []),
      ];
    case 'button':
      return [label(block.labelColour ?? look.onAccent, block.colour ?? look.accent)];
    case 'footer':
      return [text('the text', look.muted), ...coloured, ...links];
    case 'card':
      return [text('the title', look.heading), text('the text', look.text)];
    default:
      return [];
  }
}

function label(colour: string, ground: string): Pair {
  return { what: 'the label of the button', colour, ground, wanted: 4.5 };
}
