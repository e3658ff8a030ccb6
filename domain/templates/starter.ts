import type { Block } from './block.ts';
import type { NewId } from './edits.ts';
import { newBlock } from './new-block.ts';
import { richText } from './plain-text.ts';

/** What a message begins with that nobody took from a template: a greeting, room for what it says, a button, the end. */
export function starterBlocks(newId: NewId): Block[] {
  const plain = { marks: [], link: null, colour: null };
  const greeting = {
    ...newBlock('text', newId),
    text: [
      {
        kind: 'paragraph',
        align: 'start',
        runs: [
          { kind: 'words', text: 'Hello ', ...plain },
          { kind: 'field', path: 'person.firstName', fallback: 'there', ...plain },
          { kind: 'words', text: ',', ...plain },
        ],
      },
      ...richText('Write here what you have to say.'),
    ],
  } as Block;
  return [newBlock('heading', newId), greeting, newBlock('button', newId), newBlock('footer', newId)];
}
