import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DripDefinition } from './definition.ts';
import { findUnreachable, nextOf, topologicalOrder, waysOut } from './graph.ts';
import { pathFor } from './split.ts';
import type { StepOf } from './steps.ts';

const wait = (key: string, next?: string | null) => ({
  key,
  kind: 'wait' as const,
  until: { kind: 'duration' as const, amount: 1, unit: 'days' as const },
  ...(next === undefined ? {} : { next }),
});
const problemsOf = (steps: unknown[]) =>
  DripDefinition.safeParse({ steps }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('the steps of a drip', () => {
  it('lead to the one after them unless they say otherwise', () => {
    const { steps } = DripDefinition.parse({ steps: [wait('a'), wait('b', 'd'), wait('c'), wait('d')] });
    expect([nextOf(steps, 'a'), nextOf(steps, 'b'), nextOf(steps, 'd')]).toEqual(['b', 'd', null]);
    expect(findUnreachable(steps)).toEqual(['c']);
  });

  it('are refused where they repeat, lead nowhere, lead back, or ask about a step that sends nothing', () => {
    expect(problemsOf([wait('a'), wait('a')])).toEqual(['steps.1.key: there is another step a']);
    expect(problemsOf([wait('a', 'x')])).toEqual(['steps.0: leads to x, which does not exist']);
    expect(problemsOf([wait('a'), wait('b', 'a')])).toEqual([
      'steps.0: the steps lead back to a; a drip only goes forward',
    ]);
    const branch = {
      key: 'b',
      kind: 'branch',
      condition: { kind: 'step', step: 'a', did: 'opened' },
      yes: null,
      no: null,
    };
    expect(problemsOf([wait('a'), branch])).toEqual(['steps.1.condition.step: a is no step that sends a message']);
  });

  it('stand in an order in which everyone comes after all that lead to them', () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.array(fc.tuple(fc.nat(count), fc.nat(count)), { minLength: count, maxLength: count }).map((ways) =>
        ways.map(([yes, no], index) => ({
          key: `s${index}`,
          kind: 'branch' as const,
          condition: { kind: 'rule', rule: { kind: 'list', listIds: ['0198c0de-0000-7000-8000-000000000000'] } },
          yes: index + 1 + yes < count ? `s${index + 1 + yes}` : null,
          no: index + 1 + no < count ? `s${index + 1 + no}` : null,
        })),
      ),
    );
    fc.assert(
      fc.property(graph, (given) => {
        const { steps } = DripDefinition.parse({ steps: given.toReversed() });
        const order = topologicalOrder(steps);
        expect(order.toSorted()).toEqual(steps.map(({ key }) => key).toSorted());
        steps.forEach(({ key }, index) => {
          for (const next of waysOut(steps, index))
            if (next !== null) expect(order.indexOf(next)).toBeGreaterThan(order.indexOf(key));
        });
      }),
    );
  });
});

describe('a split', () => {
  const step = {
    key: 's',
    name: '',
    kind: 'split',
    paths: [
      { label: 'A', percent: 30, next: 'a' },
      { label: 'B', percent: 70, next: null },
    ],
  } satisfies StepOf<'split'>;

  it('sends a person the same way every time, and people by the shares', () => {
    const people = Array.from({ length: 20_000 }, (_, n) => `person-${n}`);
    const first = people.map((personId) => pathFor(step, { stepId: 'one', personId }).label);
    expect(people.map((personId) => pathFor(step, { stepId: 'one', personId }).label)).toEqual(first);
    const share = first.filter((label) => label === 'A').length / people.length;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.32);
    // Another split draws anew.
    const other = people.map((personId) => pathFor(step, { stepId: 'two', personId }).label);
    const both = first.filter((label, index) => label === 'A' && other[index] === 'A').length / people.length;
    expect(both).toBeCloseTo(0.09, 1);
  });
});
