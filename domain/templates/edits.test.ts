import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Blocks, type Block } from './block.ts';
import { everyBlock, insideOf } from './inside.ts';
import { copiedText, pastedBlocks } from './clipboard.ts';
import {
  changeBlock,
  duplicateBlock,
  evenPercents,
  idsOf,
  insertBlock,
  insertBlocks,
  moveBlock,
  placeBeside,
  removeBlock,
  withColumns,
} from './edits.ts';
import { blockKinds, newBlock, newColumns } from './new-block.ts';
import { plainText, richText } from './plain-text.ts';
import { stepTo, type Step } from './steps.ts';
import { findBlock, placeOf, type Place } from './tree.ts';

function counter(): () => string {
  let last = 0;
  return () => `b${(last += 1)}`;
}

type Edit =
  | { do: 'insert'; kind: Block['kind']; at: number }
  | { do: 'remove' | 'duplicate' | 'change' | 'columns' | 'paste'; at: number }
  | { do: 'move'; at: number; to: number; offset: number }
  | { do: 'step'; at: number; step: Step };

const number = fc.nat({ max: 40 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('insert'), kind: fc.constantFrom(...blockKinds), at: number }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('remove', 'duplicate', 'change', 'columns', 'paste'),
      at: number,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move'), at: number, to: number, offset: fc.nat({ max: 4 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('step'),
      at: number,
      step: fc.constantFrom('up', 'down', 'in', 'out'),
    }),
  },
) as fc.Arbitrary<Edit>;

/** Does an edit to the block that a number picks among all there are. */
function apply(blocks: readonly Block[], edit: Edit, newId: () => string): readonly Block[] {
  const all = everyBlock(blocks);
  const chosen = all.length === 0 ? null : (all[edit.at % all.length] ?? null);
  if (edit.do === 'insert') {
    const added = newBlock(edit.kind, newId);
    return insertBlock(blocks, placeBeside(blocks, chosen?.id ?? null, added), added);
  }
  if (!chosen) return blocks;
  if (edit.do === 'remove') return removeBlock(blocks, chosen.id);
  if (edit.do === 'duplicate') return duplicateBlock(blocks, chosen.id, newId);
  if (edit.do === 'change') return changeBlock(blocks, chosen.id, { background: '#abcdef' });
  if (edit.do === 'step') {
    const to = stepTo(blocks, chosen.id, edit.step);
    return to ? moveBlock(blocks, chosen.id, to) : blocks;
  }
  if (edit.do === 'move') return moveBlock(blocks, chosen.id, somePlace(blocks, edit));
  if (edit.do === 'paste') {
    const pasted = pastedBlocks(copiedText([chosen]), newId);
    return insertBlocks(blocks, placeOf(blocks, chosen.id) ?? { parent: null, part: 0, at: 0 }, pasted);
  }
  if (chosen.kind !== 'columns') return blocks;
  const next = withColumns(chosen, evenPercents(2 + (edit.at % 3)), newId);
  return next ? changeBlock<'columns'>(blocks, chosen.id, { columns: next.columns }) : blocks;
}

function somePlace(blocks: readonly Block[], { to, offset }: { to: number; offset: number }): Place {
  const lists = [
    { parent: null, part: 0 },
    ...everyBlock(blocks).flatMap((block) => insideOf(block).map((_, part) => ({ parent: block.id, part }))),
  ];
  return { ...(lists[to % lists.length] ?? { parent: null, part: 0 }), at: offset };
}

describe('any row of edits', () => {
  it('keeps ids apart and the message one that can be saved', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const newId = counter();
        let blocks: readonly Block[] = [];
        for (const one of edits) {
          blocks = apply(blocks, one, newId);
        }
        expect(Blocks.safeParse(blocks).error?.issues ?? []).toEqual([]);
        const ids = idsOf(blocks);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });

  it('loses no block by moving it', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), number, fc.nat(), fc.nat({ max: 4 }), (edits, at, to, offset) => {
        const newId = counter();
        const blocks = edits.reduce<readonly Block[]>((now, one) => apply(now, one, newId), []);
        const moved = apply(blocks, { do: 'move', at, to, offset }, newId);
        expect(idsOf(moved).sort()).toEqual(idsOf(blocks).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('blocks', () => {
  const newId = counter();
  const text = newBlock('text', newId);
  const hero = newBlock('hero', newId);
  const columns = newColumns(3, newId);
  const condition = newBlock('condition', newId);
  const message = [text, columns, condition, hero];
  const inColumn = { parent: columns.id, part: 1, at: 0 };

  it.each(blockKinds)('of the kind %s can be saved as they are added', (kind) => {
    expect(Blocks.safeParse([newBlock(kind, newId)]).success).toBe(true);
  });

  it('stand in columns but for those that need the whole width', () => {
    expect(placeOf(moveBlock(message, text.id, inColumn), text.id)).toEqual(inColumn);
    expect(moveBlock(message, hero.id, inColumn)).toBe(message);
    expect(moveBlock(message, columns.id, inColumn)).toBe(message);
    expect(moveBlock(message, columns.id, { parent: condition.id, part: 1, at: 0 })).not.toBe(message);
    expect(moveBlock(message, condition.id, { parent: condition.id, part: 0, at: 0 })).toBe(message);
  });

  it('go by keyboard into columns, from one to the next and out again', () => {
    const walk = (steps: Step[]): Place | null => {
      const end = steps.reduce<readonly Block[]>((blocks, step) => {
        const to = stepTo(blocks, text.id, step);
        return to ? moveBlock(blocks, text.id, to) : blocks;
      }, message);
      return placeOf(end, text.id);
    };
    expect(walk(['in'])).toEqual({ parent: columns.id, part: 0, at: 0 });
    expect(walk(['in', 'in'])).toEqual({ parent: columns.id, part: 1, at: 0 });
    expect(walk(['in', 'in', 'out', 'out'])).toEqual({ parent: null, part: 0, at: 0 });
    expect(walk(['in', 'down'])).toEqual({ parent: null, part: 0, at: 1 });
    expect(walk(['up'])).toEqual({ parent: null, part: 0, at: 0 });
    expect(walk(['down', 'in'])).toEqual({ parent: columns.id, part: 0, at: 0 });
    expect(walk(['down', 'down', 'down', 'down', 'down'])?.at).toBe(3);
  });

  it('of columns that go come into the last that stays', () => {
    const full = [
      { ...columns, columns: columns.columns.map((one, at) => ({ ...one, blocks: [textBlock(`c${at}`)] })) },
    ];
    const fewer = withColumns(full[0] ?? columns, [50, 50], newId);
    expect(fewer?.columns.map(({ blocks }) => blocks.map(({ id }) => id))).toEqual([['c0'], ['c1', 'c2']]);
    expect(fewer?.columns.map(({ percent }) => percent)).toEqual([50, 50]);
  });

  it('that are added come below the chosen one, into an empty one, and never below the footer unasked', () => {
    const footer = newBlock('footer', newId);
    const blocks = [...message, footer];
    expect(placeBeside(blocks, null, text)).toEqual({ parent: null, part: 0, at: 4 });
    expect(placeBeside(blocks, text.id, text)).toEqual({ parent: null, part: 0, at: 1 });
    expect(placeBeside(blocks, columns.id, text)).toEqual({ parent: columns.id, part: 0, at: 0 });
    const inside = insertBlock(blocks, inColumn, textBlock('t'));
    expect(placeBeside(inside, 't', hero)).toEqual({ parent: null, part: 0, at: 2 });
  });

  it('are pasted as new ones; anything else on the clipboard is none of ours', () => {
    const pasted = pastedBlocks(copiedText([columns]), newId);
    expect(pasted[0]?.kind).toBe('columns');
    expect(idsOf(pasted).filter((id) => idsOf([columns]).includes(id))).toEqual([]);
    expect(pastedBlocks('Dear Ann', newId)).toEqual([]);
    expect(
      pastedBlocks('{"kind":"salescompass-blocks","blocks":[{"kind":"text","id":"a","text":"<b>"}]}', newId),
    ).toEqual([]);
  });

  it('change by their own options alone', () => {
    const changed = changeBlock<'text'>(message, text.id, { text: richText('New') });
    const found = findBlock(changed, text.id);
    expect(found?.kind === 'text' && plainText(found.text)).toBe('New');
    expect(changed[1]).toBe(columns);
  });
});

function textBlock(id: string) {
  return {
    kind: 'text' as const,
    id,
    padding: null,
    background: null,
    shownOn: 'all' as const,
    text: richText(id),
  };
}
