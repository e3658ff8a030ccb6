import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { action, context, now, policy } from '../../test/factories/decisions.ts';
import { actionKinds, stopKey, waitKey } from './action.ts';
import { assess, type Candidate } from './assess.ts';
import { contextHash, type ActionContext } from './context.ts';
import { decide, draw, isHeldOut, leastProbability, probabilitiesOf, replay, seedOf } from './decide.ts';

const anyAction = fc.record({
  kind: fc.constantFrom(...actionKinds.slice(0, 5)),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.double({ min: 0, max: 1e6, noNaN: true }),
  lever: fc.double({ min: 0, max: 10, noNaN: true }),
});
const anyCase = fc.record({
  actions: fc.array(anyAction, { maxLength: 8 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  exploration: fc.double({ min: 0, max: 0.5, noNaN: true }),
  isHeldOut: fc.boolean(),
  context: fc.record({
    score: fc.integer({ min: 0, max: 100 }),
    obstacle: fc.constantFrom(null, 'opted_out', 'suppressed', 'no_consent'),
    capLeft: fc.constantFrom(null, 0, 2),
    quietUntil: fc.constantFrom(null, '2026-03-02T20:00:00.000Z'),
    recentMessages: fc.integer({ min: 0, max: 5 }),
    unanswered: fc.integer({ min: 0, max: 4 }),
    hasOwner: fc.boolean(),
  }),
});

describe('a decision', () => {
  it('is taken again from its row alone, with the same probability', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const actions = one.actions.map((values, at) => action(`a${at}`, values));
        const { seed, exploration, isHeldOut } = one;
        const row = decide(context(one.context), policy(actions, { exploration }), { seed, isHeldOut });
        // As it comes back from the database.
        expect(replay(JSON.parse(JSON.stringify(row)) as typeof row)).toEqual({
          chosen: row.chosen,
          kind: row.kind,
          probability: row.probability,
        });
        expect(row.probability).toBeGreaterThanOrEqual(leastProbability);
        if (one.context.obstacle) expect(['send_email', 'send_content', 'add_to_drip']).not.toContain(row.kind);
        expect(row.eligible.length + row.rejected.length).toBe(actions.length + 2);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives each action that may be tried at least one in a hundred, and all together one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (count, share) => {
        const { eligible } = assess(context(), policy(Array.from({ length: count }, (_, at) => action(`a${at}`))));
        const shares = probabilitiesOf(eligible, share);
        expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(leastProbability - 1e-12);
      }),
    );
  });

  it('is drawn as often as its probability says', () => {
    const { eligible } = assess(context(), policy([action('a'), action('b', { chance: 0.2 }), action('c')]));
    const drawn = Array.from({ length: 8000 }, (_, at) =>
      draw(eligible, { exploration: 0.4, seed: seedOf('x', 'p', `${at}`) }),
    );
    for (const { key, share } of probabilitiesOf(eligible, 0.4).map((share, at) => ({ key: eligible[at]!.key, share })))
      expect(drawn.filter(({ chosen }) => chosen.key === key).length / 8000).toBeCloseTo(share, 1);
  });

  const candidate = (key: string, kind: Candidate['kind'] = 'send_email'): Candidate => ({
    ...{ key, kind, chance: 0.1, context: 1, value: 100, lever: 1, fatigue: 0, priority: 10 },
  });
  const [mail, stop, wait] = [candidate('mail'), candidate(stopKey, 'stop'), candidate(waitKey, 'wait')];

  it('shares what is tried out equally, and never tries out leaving somebody alone for good', () => {
    expect(probabilitiesOf([mail, stop, wait], 0.2)).toEqual([0.9, 0, 0.1]);
    expect(probabilitiesOf([stop, wait], 0.2)).toEqual([0.9, 0.1]);
    expect(probabilitiesOf([mail, wait], 0)).toEqual([1, 0]);
    expect(probabilitiesOf([mail], 0.2)).toEqual([1]);
    // 400 of them at 0.2 would be 1 in 2,000 each, and none is to be less likely than 1 in 100: all are as likely.
    const many = Array.from({ length: 400 }, (_, at) => candidate(`${at}`));
    expect(probabilitiesOf(many, 0.2).map((one) => Math.round(one * 1e6))).toEqual(Array<number>(400).fill(2500));
    const drawn = Array.from(
      { length: 500 },
      (_, seed) => draw([mail, stop, wait], { exploration: 0.5, seed }).chosen.key,
    );
    expect(new Set(drawn)).toEqual(new Set(['mail', 'wait']));
  });

  it('says whether it tries something out, and looks again by itself only where it waits', () => {
    const rules = policy([action('mail'), action('late', { kind: 'create_task' })], { exploration: 0.5 });
    const given = context({ quietUntil: '2026-03-02T11:00:00.000Z' });
    const taken = Array.from({ length: 50 }, (_, seed) => decide(given, rules, { seed }));
    expect(
      new Set(taken.map(({ chosen, isExploring, lookAgainAt }) => `${chosen} ${isExploring} ${lookAgainAt}`)),
    ).toEqual(new Set(['late false null', 'wait true 2026-03-02T11:00:00.000Z']));
    expect(decide(given, rules, { seed: 1, isHeldOut: true })).toMatchObject({
      ...{ chosen: 'wait', probability: 1, isHeldOut: true, isExploring: false, lookAgainAt: null },
    });
  });
});

it('holds out the same people always, about as many as were asked for', () => {
  const held = Array.from({ length: 5000 }, (_, at) => isHeldOut('policy', `p${at}`, 0.1));
  expect(held.filter(Boolean).length / 5000).toBeCloseTo(0.1, 1);
  expect(Array.from({ length: 5000 }, (_, at) => isHeldOut('policy', `p${at}`, 0.1))).toEqual(held);
});

it('hashes a context by what it says and not by the order in which it is said', () => {
  const one = context({ rejectedUntil: { a: now, b: now } });
  const two = Object.fromEntries(Object.entries(context({ rejectedUntil: { b: now, a: now } })).reverse());
  expect(contextHash(two as unknown as ActionContext)).toBe(contextHash(one));
  expect(contextHash(context({ score: 51 }))).not.toBe(contextHash(context()));
});
