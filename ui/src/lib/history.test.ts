import { describe, expect, it } from 'vitest';
import { begin, change, redo, undo } from './history.ts';

describe('a history of changes', () => {
  it('takes changes back and does them again, typing as one', () => {
    const typed = change(change(change(begin('a'), 'b'), 'bc', 'name'), 'bcd', 'name');
    const back = undo(typed);
    expect([back.now, redo(back).now, undo(back).now, undo(undo(back)).now]).toEqual(['b', 'bcd', 'a', 'a']);
    expect(redo(typed)).toBe(typed);
  });

  it('forgets what could be done again when something else is done', () => {
    const other = change(undo(change(begin('a'), 'b')), 'c');
    expect([other.future, redo(other).now, undo(other).now]).toEqual([[], 'c', 'a']);
  });

  it('begins a change of its own after something was taken back', () => {
    const again = change(undo(change(change(begin('a'), 'b', 'name'), 'c')), 'd', 'name');
    expect(undo(again).now).toBe('b');
  });
});
