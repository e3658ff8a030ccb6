import type { Block, BlockOf } from './block.ts';
import { evenPercents, type NewId } from './edits.ts';
import { richText } from './plain-text.ts';

/** The kinds of blocks in the order in which they are offered. */
export const blockKinds = [
  'text',
  'heading',
  'image',
  'button',
  'columns',
  'hero',
  'divider',
  'spacer',
  'social',
  'card',
  'condition',
  'html',
  'footer',
] as const satisfies readonly Block['kind'][];

/** A block of a kind as it is when it is added: something to see, and nothing to take away. */
export function newBlock(kind: Block['kind'], newId: NewId): Block {
  const around = { id: newId(), padding: null, background: null, shownOn: 'all' as const };
  switch (kind) {
    case 'text':
      return { kind, ...around, text: richText('Write here what you have to say.') };
    case 'heading':
      return { kind, ...around, level: 1, text: richText('A heading') };
    case 'image':
      return {
        kind,
        ...around,
        image: null,
        alt: '',
        decorative: false,
        widthPercent: 100,
        align: 'center',
        link: null,
      };
    case 'button':
      return {
        kind,
        ...around,
        label: 'Read more',
        link: '',
        align: 'center',
        wide: false,
        colour: null,
        labelColour: null,
      };
    case 'divider':
      return { kind, ...around, colour: null, thickness: 1 };
    case 'spacer':
      return { kind, ...around, height: 24 };
    case 'social':
      return { kind, ...around, align: 'center', links: [] };
    case 'html':
      return { kind, ...around, html: '<p>Your own HTML</p>' };
    case 'columns':
      return { ...newColumns(2, newId), ...around };
    case 'condition':
      return { kind, ...around, name: '', rule: null, blocks: [], otherwise: [] };
    default:
      return newOffer(kind, around);
  }
}

type Around = Pick<Block, 'id' | 'padding' | 'background' | 'shownOn'>;

function newOffer(kind: 'hero' | 'card' | 'footer', around: Around): Block {
  switch (kind) {
    case 'hero':
      return {
        kind,
        ...around,
        image: null,
        alt: '',
        heading: richText('What it is about'),
        text: richText('One sentence that makes one want to know more.'),
        button: { label: 'Read more', link: '' },
        textColour: null,
      };
    case 'card':
      return {
        kind,
        ...around,
        item: { kind: 'recommended', place: 'first' },
        buttonLabel: 'Read more',
        showImage: true,
        showReason: false,
      };
    case 'footer':
      return {
        kind,
        ...around,
        text: richText('You get this because you agreed to hear from us.'),
        unsubscribeLabel: 'Unsubscribe',
        preferencesLabel: 'Change what I get',
        align: 'center',
      };
  }
}

/** So many empty columns beside each other. */
export function newColumns(count: number, newId: NewId): BlockOf<'columns'> {
  const columns = evenPercents(count).map((percent) => ({ id: newId(), percent, blocks: [] }));
  return { kind: 'columns', id: newId(), padding: null, background: null, shownOn: 'all', columns, stacked: true };
}
