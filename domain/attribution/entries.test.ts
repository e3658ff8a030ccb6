import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf, type Credit, type Crediting, type CountedTouch, type OpportunityFacts } from './credits.ts';
import { changesOf, type Entry, type Ledger } from './entries.ts';
import { defaultModelSettings } from './model.ts';

const crediting: Crediting = { settings: defaultModelSettings, fit: null };
const touch = (name: string, day: number): CountedTouch => ({
  touchId: `${name}${day}`,
  personId: 'ada',
  campaignId: name,
  channel: 'email',
  source: 'salescompass',
  at: `2026-05-${String(day).padStart(2, '0')}T10:00:00.000Z`,
});
const won: OpportunityFacts = {
  state: 'won',
  currency: 'EUR',
  valueMinor: 900_000,
  openedAt: '2026-05-10T00:00:00.000Z',
  closedAt: '2026-06-01T00:00:00.000Z',
  changedAt: '2026-06-01T00:00:00.000Z',
  leadCreatedAt: '2026-05-01T00:00:00.000Z',
  refunds: [],
  touches: [touch('A', 2), touch('A', 5), touch('B', 9)],
};
const open: OpportunityFacts = { ...won, state: 'open', closedAt: null, changedAt: '2026-07-01T00:00:00.000Z' };

/** A ledger as each state of the facts makes it from the one before. */
function play(...states: (OpportunityFacts | [OpportunityFacts, Crediting])[]): { ledger: Ledger; entries: Entry[] } {
  let entries: Entry[] = [];
  let ledger: Ledger = { sums: [], fitVersion: null };
  for (const state of states) {
    const [facts, by] = Array.isArray(state) ? state : [state, crediting];
    const { outdated, entries: added } = changesOf(facts, ledger, by);
    const stays = ({ measure, model, touchId }: Entry) =>
      measure === 'revenue' || !outdated.some((gone) => gone.model === model && gone.touchId === touchId);
    entries = [...entries.filter(stays), ...added];
    ledger = { sums: sumUp(entries), fitVersion: by.fit?.version ?? null };
  }
  return { ledger, entries };
}

function sumUp(entries: readonly Entry[]): Credit[] {
  const sums = new Map<string, Credit>();
  for (const { amountMinor, ...entry } of entries) {
    const { model, measure, refundId, touchId, campaignId, channel, source, currency, personId } = entry;
    const key = { model, measure, refundId, touchId, campaignId, channel, source, currency, personId };
    const text = JSON.stringify(key);
    sums.set(text, { ...key, amountMinor: (sums.get(text)?.amountMinor ?? 0) + amountMinor });
  }
  return [...sums.values()].filter((credit) => credit.amountMinor !== 0);
}

const lines = (entries: readonly Entry[], model = 'linear') =>
  entries
    .filter((entry) => entry.model === model)
    .map(
      ({ kind, reason, measure, campaignId, amountMinor }) =>
        `${measure} ${campaignId} ${amountMinor} ${kind} ${reason}`,
    );
const byCampaign = (credits: readonly Credit[], model = 'linear') => {
  const sums: Record<string, number> = {};
  for (const credit of credits.filter((one) => one.model === model && one.measure === 'revenue'))
    sums[credit.campaignId ?? ''] = (sums[credit.campaignId ?? ''] ?? 0) + credit.amountMinor;
  return sums;
};

describe('the ledger', () => {
  it('credits 9,000 touched by A, A, B as 6,000 and 3,000', () => {
    expect(byCampaign(play(won).ledger.sums)).toEqual({ A: 600_000, B: 300_000 });
  });

  it('writes nothing where it says so already', () => {
    expect(play(won, won).entries).toEqual(play(won).entries);
  });

  it('reverses a won opportunity that is opened again, and credits it again when it is won again; all stays visible', () => {
    const again = { ...won, valueMinor: 1_200_000, touches: [...won.touches, touch('C', 28)] };
    const { ledger, entries } = play(won, open, again);
    expect(byCampaign(ledger.sums)).toEqual({ A: 600_000, B: 300_000, C: 300_000 });
    const revenue = lines(entries).filter((line) => line.startsWith('revenue'));
    expect(revenue.slice(0, 6)).toEqual([
      'revenue A 300000 credit won',
      'revenue A 300000 credit won',
      'revenue B 300000 credit won',
      'revenue A -300000 reversal reopened',
      'revenue A -300000 reversal reopened',
      'revenue B -300000 reversal reopened',
    ]);
    expect(lines(entries).filter((line) => line.startsWith('pipeline'))).toEqual([]);
    expect(ledger.sums.filter(({ measure }) => measure === 'pipeline')).toEqual([]);
    expect(entries.find(({ reason }) => reason === 'reopened')?.occurredAt).toBe(open.changedAt);
  });

  it('holds what is open as it stands: as many rows as there are shares, however often they changed', () => {
    const touches = Array.from({ length: 28 }, (_, at) => touch('ABC'[at % 3]!, at + 1));
    const states = touches.map((_, at) => ({ ...open, touches: touches.slice(0, at + 1) }));
    const { entries } = play(...states);
    expect(entries).toHaveLength(creditsOf(states.at(-1)!, crediting).length);
    expect(lines(entries, 'first')).toEqual(['pipeline A 900000 credit opened']);
    expect(lines(entries).every((line) => line.endsWith('credit touches_changed'))).toBe(true);
    expect(play(...states, won).entries.every(({ measure }) => measure === 'revenue')).toBe(true);
  });

  it('takes a refund off in proportion, each to the last minor unit', () => {
    const refunded = { ...won, refunds: [{ id: 'r1', refundedOn: '2026-06-20', valueMinor: 100_001 }] };
    const { ledger, entries } = play(won, refunded);
    expect(byCampaign(ledger.sums)).toEqual({ A: 600_000 - 66_668, B: 300_000 - 33_333 });
    expect(lines(entries).slice(3)).toEqual([
      'revenue A -33334 refund refunded',
      'revenue A -33334 refund refunded',
      'revenue B -33333 refund refunded',
    ]);
    const back = play(won, refunded, won);
    expect(byCampaign(back.ledger.sums)).toEqual({ A: 600_000, B: 300_000 });
    expect(back.entries.slice(-3).map(({ kind }) => kind)).toEqual(['reversal', 'reversal', 'reversal']);
  });

  it('says why it changed', () => {
    const late = { ...won, touches: [touch('C', 1), ...won.touches] };
    expect(
      new Set(
        play(won, late)
          .entries.slice(-3)
          .map(({ reason }) => reason),
      ),
    ).toEqual(new Set(['touches_changed']));
    const reasonsAfter = (facts: OpportunityFacts) => [
      ...new Set(changesOf(facts, play(won).ledger, crediting).entries.map(({ reason }) => reason)),
    ];
    expect(reasonsAfter({ ...won, valueMinor: 1 })).toEqual(['amount_changed']);
    expect(reasonsAfter({ ...won, state: 'lost' })).toEqual(['lost']);
    expect(reasonsAfter({ ...won, state: 'deleted' })).toEqual(['deleted']);
    expect(reasonsAfter({ ...won, touches: [] })).toEqual(['touches_changed']);
    expect(reasonsAfter({ ...won, valueMinor: null })).toEqual(['amount_changed']);
  });

  it('says when that was: the opening, the close, the day of each refund, or the change that took it back', () => {
    const moments = (facts: OpportunityFacts, ...before: OpportunityFacts[]) => [
      ...new Set(changesOf(facts, play(...before).ledger, crediting).entries.map(({ occurredAt }) => occurredAt)),
    ];
    const later = { ...won, changedAt: '2026-07-03T00:00:00.000Z' };
    expect(moments(open)).toEqual([won.openedAt]);
    expect(moments({ ...open, valueMinor: 1 }, open)).toEqual([won.openedAt]);
    expect(moments(later)).toEqual([won.closedAt]);
    expect(moments({ ...later, closedAt: null })).toEqual([later.changedAt]);
    expect(moments({ ...later, touches: [touch('C', 1), ...won.touches] }, won)).toEqual([won.closedAt]);
    expect(moments({ ...later, state: 'lost' }, won)).toEqual([later.changedAt]);
    expect(moments({ ...later, state: 'deleted' }, won)).toEqual([later.changedAt]);
    const refunds = ['2026-06-20', '2026-07-02'].map((refundedOn) => ({ id: refundedOn, refundedOn, valueMinor: 600 }));
    expect(moments({ ...later, refunds }, won)).toEqual(['2026-06-20T00:00:00.000Z', '2026-07-02T00:00:00.000Z']);
  });

  it('knows when its people came to be leads: W-shaped 30/30/30, and without 30/10/30 of what there is', () => {
    const wShaped = (leadCreatedAt: string | null) =>
      creditsOf({ ...won, leadCreatedAt }, crediting)
        .filter(({ model }) => model === 'w_shaped')
        .map(({ amountMinor }) => amountMinor);
    expect(wShaped('2026-05-06T00:00:00.000Z')).toEqual([300_000, 300_000, 300_000]);
    // 900,000 × 3/7, 1/7 and 3/7: the largest remainder is the second's.
    expect(wShaped(null)).toEqual([385_714, 128_572, 385_714]);
  });

  it('moves what a channel of the Markov model has when it is fitted again, and names the fit', () => {
    const mixed = { ...won, touches: [touch('A', 2), { ...touch('B', 9), channel: 'cpc' }] };
    const fit = { version: 2, effects: new Map([['email', 0.9], ['cpc', 0.1]]) }; // prettier-ignore
    const { entries } = play(mixed, [mixed, { ...crediting, fit }]);
    expect(lines(entries, 'markov')).toEqual([
      'revenue A 450000 credit won',
      'revenue B 450000 credit won',
      'revenue A 360000 credit refitted',
      'revenue B -360000 reversal refitted',
    ]);
    expect(entries.at(-1)).toMatchObject({ fitVersion: 2 });
    const linear = play([mixed, { ...crediting, fit }]).entries.filter(({ model }) => model === 'linear');
    expect(linear.map(({ fitVersion }) => fitVersion)).toEqual([null, null]);
  });
});

const anyTouch = fc
  .record({ name: fc.constantFrom('A', 'B', 'C', 'D'), day: fc.integer({ min: 1, max: 31 }) })
  .map(({ name, day }) => touch(name, day));
const anyFacts: fc.Arbitrary<OpportunityFacts> = fc.record({
  state: fc.constantFrom('open', 'won', 'lost', 'deleted'),
  currency: fc.constantFrom('EUR', 'USD'),
  valueMinor: fc.option(fc.nat({ max: 1e9 }), { freq: 8 }),
  openedAt: fc.constant(won.openedAt),
  closedAt: fc.constantFrom(null, won.closedAt),
  changedAt: fc.constant(won.changedAt),
  leadCreatedAt: fc.constantFrom(null, won.leadCreatedAt),
  refunds: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('r1', 'r2'),
      refundedOn: fc.constant('2026-06-20'),
      valueMinor: fc.nat({ max: 1e8 }),
    }),
    { maxLength: 2, selector: ({ id }) => id },
  ),
  touches: fc
    .uniqueArray(anyTouch, { maxLength: 6, selector: ({ touchId }) => touchId })
    .map((touches) => touches.sort((a, b) => a.at.localeCompare(b.at) || a.touchId.localeCompare(b.touchId))),
});

it('after any history says what the last facts say: rebuilding from nothing gives the same to the last minor unit', () => {
  const sorted = (credits: readonly Credit[]) =>
    credits.map((credit) => JSON.stringify(Object.entries(credit).sort())).sort();
  fc.assert(
    fc.property(fc.array(anyFacts, { minLength: 1, maxLength: 4 }), (history) => {
      const { ledger } = play(...history);
      const last = history.at(-1)!;
      expect(sorted(ledger.sums)).toEqual(sorted(creditsOf(last, crediting)));
      expect(changesOf(last, ledger, crediting)).toEqual({ outdated: [], entries: [] });
    }),
    { numRuns: 500 },
  );
});
