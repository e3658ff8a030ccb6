import { describe, expect, it } from 'vitest';
import { emptyDefinition } from '../../../domain/drips/definition.ts';
import { DripDraft } from './draft.svelte.ts';

const named = (name: string) => ({ ...emptyDefinition, steps: [{ key: 'a', name, kind: 'exit' as const }] });

describe('a draft of a drip', () => {
  it('takes changes back and does them again, typing as one', () => {
    const draft = new DripDraft(emptyDefinition);
    draft.change(named(''));
    draft.change(named('B'), 'name');
    draft.change(named('By'), 'name');
    expect([draft.isChanged, draft.canUndo, draft.canRedo]).toEqual([true, true, false]);
    draft.undo();
    expect(draft.now).toEqual(named(''));
    draft.redo();
    expect(draft.now).toEqual(named('By'));
    draft.undo();
    draft.undo();
    expect([draft.now, draft.isChanged, draft.canUndo]).toEqual([emptyDefinition, false, false]);
  });

  it('forgets what could be done again when something else is done', () => {
    const draft = new DripDraft(emptyDefinition);
    draft.change(named('a'));
    draft.undo();
    draft.change(named('b'));
    expect([draft.canRedo, draft.now]).toEqual([false, named('b')]);
    draft.rebase(draft.now, true);
    expect([draft.isChanged, draft.canUndo]).toEqual([false, true]);
  });
});
