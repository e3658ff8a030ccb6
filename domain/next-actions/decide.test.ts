import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionKinds, type OfferedAction } from './action.ts';
import { assess } from './assess.ts';
import { contextHash, type ActionContext } from './context.ts';
import { decide, draw, isHeldOut, leastProbability, probabilitiesOf, replay, seedOf } from './decide.ts';
import { startingPolicy, type DecidingPolicy } from './policy.ts';

const now = '2026-03-02T10:00:00.000Z';

const context = (input: Partial<ActionContext> = {}): ActionContext => ({
  personId: 'p',
  nowIso: now,
  score: 50,
  reasons: [],
  obstacle: null,
  capLeft: null,
  quietUntil: null,
  hoursFrom: null,
  isDayFull: false,
  hasOpenAction: false,
  lastActedAt: null,
  rejectedUntil: {},
  had: [],
  closed: [],
  hasOwner: true,
  recentMessages: 0,
  unanswered: 0,
  ...input,
});

const action = (key: string, input: Partial<OfferedAction> = {}): OfferedAction => ({
  key,
  kind: 'send_email',
  label: key,
  chance: 0.1,
  value: 100,
  lever: 1,
  targetId: null,
  ...input,
});

const policy = (actions: OfferedAction[], input: Partial<DecidingPolicy> = {}): DecidingPolicy => ({
  ...startingPolicy,
  mode: 'suggest',
  exploration: 0,
  versionId: 'v',
  actions,
  ...input,
});

const codeOf = (key: string, ...[given, rules]: [ActionContext, DecidingPolicy]) =>
  assess(given, rules).rejected.find((one) => one.key === key)?.code;

describe('priority', () => {
  it('is chance × context × value × lever − fatigue: 0.30 × 100 loses to 0.10 × 400', () => {
    const { eligible } = assess(
      context(),
      policy([action('likely', { chance: 0.3, value: 100 }), action('worthy', { chance: 0.1, value: 400 })]),
    );
    expect(eligible.slice(0, 2).map(({ key, priority }) => [key, Math.round(priority)])).toEqual([
      ['worthy', 40],
      ['likely', 30],
    ]);
  });

  it('falls with what somebody got lately, until waiting is better', () => {
    const rules = policy([action('mail')], { fatigue: 3 });
    expect(decide(context(), rules, { seed: 1 }).chosen).toBe('mail');
    expect(decide(context({ recentMessages: 3 }), rules, { seed: 1 }).chosen).toBe('wait');
  });
});

describe('what may not be done', () => {
  const rules = policy([
    action('mail'),
    action('call', { kind: 'create_task' }),
    action('drip', { kind: 'add_to_drip' }),
  ]);

  it.each<[string, Partial<ActionContext>, Partial<DecidingPolicy>, [key: string, code: string]]>([
    ['an opt-out', { obstacle: 'opted_out' }, {}, ['mail', 'opted_out']],
    ['an opt-out, by way of a drip', { obstacle: 'opted_out' }, {}, ['drip', 'opted_out']],
    ['a cap', { capLeft: 0 }, {}, ['mail', 'frequency_cap']],
    ['quiet hours', { quietUntil: '2026-03-02T11:00:00.000Z' }, {}, ['mail', 'quiet_hours']],
    ['a cool-down', { lastActedAt: '2026-03-01T10:00:00.000Z' }, {}, ['call', 'cool_down']],
    ['something open', { hasOpenAction: true }, {}, ['call', 'sequence_active']],
    ['a rejection', { rejectedUntil: { call: '2026-03-03T00:00:00.000Z' } }, {}, ['call', 'rejected_before']],
    ['the settings', {}, { allowedKinds: ['send_email'] }, ['call', 'not_allowed']],
    ['the hours', { hoursFrom: '2026-03-03T09:00:00.000Z' }, { mode: 'automatic' }, ['call', 'outside_hours']],
    ['the maximum of the day', { isDayFull: true }, { mode: 'automatic' }, ['call', 'day_full']],
    ['having had it', { had: ['mail'] }, {}, ['mail', 'had_before']],
    ['what is closed', { closed: ['drip'] }, {}, ['drip', 'not_open']],
    ['having no owner', { hasOwner: false }, {}, ['call', 'no_owner']],
    ['being cold', { score: 10 }, {}, ['call', 'too_cold']],
    ['having answered to nothing', { unanswered: 3 }, {}, ['mail', 'not_worth_it']],
  ])('by %s', (_, given, settings, [key, code]) => {
    expect(codeOf(key, context(given), { ...rules, ...settings })).toBe(code);
  });

  it('leaves alone who answered to nothing three times', () => {
    expect(decide(context({ unanswered: 3 }), rules, { seed: 1 }).chosen).toBe('stop');
  });

  it('says when what is left out for the moment may be looked at again', () => {
    const quiet = decide(context({ quietUntil: '2026-03-02T11:00:00.000Z' }), policy([action('mail')]), { seed: 1 });
    expect(quiet).toMatchObject({ chosen: 'wait', lookAgainAt: '2026-03-02T11:00:00.000Z' });
    const gone = decide(context({ obstacle: 'opted_out' }), policy([action('mail')]), { seed: 1 });
    expect(gone).toMatchObject({ chosen: 'wait', lookAgainAt: null });
  });
});

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

  it('never tries out leaving somebody alone for good', () => {
    const rules = policy([action('mail')], { exploration: 0.5 });
    const chosen = Array.from({ length: 500 }, (_, seed) => decide(context(), rules, { seed }).chosen);
    expect(new Set(chosen)).toEqual(new Set(['mail', 'wait']));
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
