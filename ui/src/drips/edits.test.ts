import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDefinition } from '../../../domain/drips/definition.ts';
import { findGraphProblems, nextOf, waysOut } from '../../../domain/drips/graph.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { copyStep, freeKey, insertStep, moveStep, problemsByStep, removeStep, targetsFor } from './edits.ts';

const wait = (key: string, next?: string | null): DripStep => ({
  key,
  name: '',
  kind: 'wait',
  until: { kind: 'duration', amount: 1, unit: 'days' },
  ...(next === undefined ? {} : { next }),
});
const branch = (key: string, yes: string | null, no: string | null): DripStep => ({
  key,
  name: '',
  kind: 'branch',
  condition: { kind: 'rule', rule: { kind: 'list', is: true, listIds: ['0198c0de-0000-7000-8000-000000000000'] } },
  yes,
  no,
});
const ways = (steps: readonly DripStep[]) =>
  Object.fromEntries(steps.map(({ key }, index) => [key, waysOut(steps, index)]));

describe('editing steps', () => {
  it('puts a step into a chain, before it, and into one way of a branch', () => {
    const chain = [wait('a'), wait('b')];
    expect(ways(insertStep(chain, wait('x'), { after: 'a', way: 0 }))).toEqual({ a: ['x'], x: ['b'], b: [null] });
    expect(ways(insertStep(chain, wait('x'), { after: null, way: 0 }))).toEqual({ x: ['a'], a: ['b'], b: [null] });
    const forked = [branch('f', 'a', 'b'), wait('a', null), wait('b')];
    expect(ways(insertStep(forked, wait('x'), { after: 'f', way: 1 }))).toEqual({
      f: ['a', 'x'],
      x: ['b'],
      a: [null],
      b: [null],
    });
  });

  it('leads past a step that is taken out, and keeps every other way', () => {
    const steps = [branch('f', 'a', 'b'), wait('a', 'c'), wait('b'), wait('c')];
    expect(ways(removeStep(steps, 'b'))).toEqual({ f: ['a', 'c'], a: ['c'], c: [null] });
    expect(ways(removeStep([wait('a'), wait('b', null), wait('c')], 'b'))).toEqual({ a: [null], c: [null] });
  });

  it('copies a step right after it and moves one along its chain', () => {
    const steps = [wait('a'), wait('b'), wait('c')];
    const { steps: copied, copy } = copyStep(steps, 'a');
    expect([copy, ways(copied)]).toEqual(['wait1', { a: ['wait1'], wait1: ['b'], b: ['c'], c: [null] }]);
    expect(moveStep(steps, 'c', -1).map(({ key }) => key)).toEqual(['a', 'c', 'b']);
    expect(ways(moveStep(steps, 'a', 1))).toEqual({ b: ['a'], a: ['c'], c: [null] });
    expect(moveStep(steps, 'a', -1)).toEqual(steps);
    expect(freeKey(copied, 'wait')).toBe('wait2');
  });

  it('offers only ways that do not lead back', () => {
    const steps = [wait('a'), branch('f', 'c', 'd'), wait('c'), wait('d')];
    expect(targetsFor(steps, 'c').map(({ key }) => key)).toEqual(['d']);
    expect(targetsFor(steps, 'f').map(({ key }) => key)).toEqual(['c', 'd']);
  });

  it('says at the step what is wrong with it', () => {
    const steps = [wait('a', null), wait('b', 'x')];
    const found = problemsByStep({ ...emptyDefinition, steps });
    expect(found.get('b')).toEqual(['It leads to x, which does not exist', 'Nobody comes here: no step leads to it.']);
  });

  it('never makes a chain of steps unsound, whatever is done in whatever order', () => {
    const act = fc.record({ at: fc.nat(20), what: fc.constantFrom('add', 'copy', 'remove', 'up', 'down') });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let steps: DripStep[] = [wait('a'), wait('b'), wait('c')];
        for (const { at, what } of acts) {
          const key = steps[at % Math.max(steps.length, 1)]?.key ?? null;
          if (what === 'add' || key === null)
            steps = insertStep(steps, wait(freeKey(steps, 'wait')), { after: key, way: 0 });
          else if (what === 'copy') steps = copyStep(steps, key).steps;
          else if (what === 'remove') steps = removeStep(steps, key);
          else steps = moveStep(steps, key, what === 'up' ? -1 : 1);
        }
        expect(findGraphProblems({ steps, goal: null, exitWhen: null })).toEqual([]);
        steps.slice(0, -1).forEach(({ key }, index) => expect(nextOf(steps, key)).toBe(steps[index + 1]?.key));
      }),
    );
  });
});
