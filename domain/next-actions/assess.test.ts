import { describe, expect, it } from 'vitest';
import { action, context, now, policy } from '../../test/factories/decisions.ts';
import { assess } from './assess.ts';
import type { ActionContext } from './context.ts';
import { decide } from './decide.ts';
import type { DecidingPolicy } from './policy.ts';

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

  it('fits the score: a colleague for the warm, reading for those who are not yet', () => {
    const kinds = ['send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence'] as const;
    const rules = policy(
      kinds.map((kind) => action(kind, { kind, lever: 2 })),
      { fatigue: 0.5 },
    );
    const { eligible } = assess(context({ score: 80, recentMessages: 4 }), rules);
    // 0.1 × 100 × 2 = 20, by how well it fits; messages less 4 × 0.5. Waiting: 0.02 × 100.
    expect(Object.fromEntries(eligible.map(({ key, priority }) => [key, Math.round(priority * 1e6) / 1e6]))).toEqual({
      create_task: 32,
      send_email: 24,
      change_cadence: 26,
      add_to_drip: 17,
      send_content: 15,
      wait: 2,
    });
  });

  it('takes the chance that a model expects, between 0 and 1, and the score no second time', () => {
    const rules = policy([action('sure'), action('never'), action('some')]);
    const expected = { sure: 1.7, never: -0.2, some: 0.25, wait: 0.05 };
    const { eligible, rejected } = assess(context({ score: 80 }), rules, expected);
    expect(eligible.map(({ key, context, priority }) => [key, context, priority])).toEqual([
      ['sure', 1, 100],
      ['some', 1, 25],
      ['wait', 1, 5],
    ]);
    expect(rejected).toContainEqual({ key: 'never', code: 'not_worth_it' });
    const left = assess(context({ unanswered: 3 }), rules, expected).eligible;
    expect(left.map(({ key, chance }) => `${key} ${chance}`)).toEqual(['stop 0.05', 'wait 0.05']);
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

  it.each<[string, Partial<ActionContext>, Partial<DecidingPolicy>]>([
    ['a cap that leaves one', { capLeft: 1 }, {}],
    ['a cool-down that ends now', { lastActedAt: '2026-02-23T10:00:00.000Z' }, {}],
    ['a rejection that ends now', { rejectedUntil: { mail: now, call: now, drip: now } }, {}],
    ['a score that is just warm', { score: 35 }, {}],
    ['two without an answer', { unanswered: 2 }, {}],
    ['hours and a maximum, where people decide', { hoursFrom: '2026-03-03T09:00:00.000Z', isDayFull: true }, {}],
  ])('forbids nothing by %s', (_, given, settings) => {
    const { rejected } = assess(context(given), { ...rules, ...settings });
    expect(rejected).toEqual([{ key: 'stop', code: 'still_listening' }]);
  });

  it('keeps from each kind what keeps from that kind alone', () => {
    const quiet = assess(context({ capLeft: 0, quietUntil: '2026-03-02T11:00:00.000Z' }), rules);
    expect(quiet.rejected.map(({ key }) => key)).toEqual(['mail', 'stop']);
    expect(codeOf('call', context({ obstacle: 'no_address' }), rules)).toBeUndefined();
    expect(assess(context({ score: 10 }), rules).rejected.map(({ key }) => key)).toEqual(['call', 'stop']);
  });

  it('leaves alone who answered to nothing three times', () => {
    expect(decide(context({ unanswered: 3 }), rules, { seed: 1 }).chosen).toBe('stop');
  });

  it('says when what is left out for the moment may be looked at again', () => {
    const quiet = decide(context({ quietUntil: '2026-03-02T11:00:00.000Z' }), policy([action('mail')]), { seed: 1 });
    expect(quiet).toMatchObject({ chosen: 'wait', lookAgainAt: '2026-03-02T11:00:00.000Z' });
    const later = { quietUntil: '2026-03-02T23:00:00.000Z', hoursFrom: '2026-03-02T12:00:00.000Z', isDayFull: true };
    const automatic = { ...rules, mode: 'automatic' as const };
    const lookAgain = (given: Partial<ActionContext>) => decide(context(given), automatic, { seed: 1 }).lookAgainAt;
    expect(lookAgain(later)).toBe('2026-03-02T12:00:00.000Z');
    expect(lookAgain({ isDayFull: true })).toBe('2026-03-03T10:00:00.000Z');
    expect(lookAgain({ lastActedAt: '2026-03-01T10:00:00.000Z' })).toBe('2026-03-08T10:00:00.000Z');
    const gone = decide(context({ obstacle: 'opted_out' }), policy([action('mail')]), { seed: 1 });
    expect(gone).toMatchObject({ chosen: 'wait', lookAgainAt: null });
  });
});
