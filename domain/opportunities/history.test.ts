import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newerFacts } from './facts.ts';
import { tellHistory, type SaidLine } from './history.ts';
import { outcomeOfName, opportunityStates, type OpportunityState } from './stage.ts';

const initial = { stageId: 'new', state: 'open' as const, amountMinor: 0, currency: 'EUR' };
const line = (day: number, said: Partial<SaidLine>): SaidLine => ({
  id: `${day}`,
  occurredAt: `2026-03-0${day}T00:00:00.000Z`,
  stage: null,
  amount: null,
  closedAt: null,
  ...said,
});
const stage = (state: OpportunityState) => ({ stageId: state, state });
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('the history of an opportunity', () => {
  it('is told by when things happened: who did not speak of something takes what stood before', () => {
    const lines = [line(3, { stage: stage('won') }), line(1, { amount: euros(900) }), line(2, { amount: euros(1000) })];
    expect(tellHistory(lines, initial)).toMatchObject([
      { id: '1', stageId: 'new', amountMinor: 900, standsClosedAt: null },
      { id: '2', stageId: 'new', amountMinor: 1000, standsClosedAt: null },
      { id: '3', stageId: 'won', amountMinor: 1000, standsClosedAt: '2026-03-03T00:00:00.000Z' },
    ]);
  });

  it('closes with the first line of a run, or when a line says so, and opens again', () => {
    const said = '2026-02-28T00:00:00.000Z';
    const lines = [
      line(1, { stage: stage('won') }),
      line(2, { amount: euros(5) }),
      line(3, { stage: stage('open') }),
      line(4, { stage: stage('won'), closedAt: said }),
      line(5, { stage: stage('won') }),
      line(6, { stage: stage('lost') }),
    ];
    expect(tellHistory(lines, initial).map(({ standsClosedAt }) => standsClosedAt)).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      null,
      said,
      said,
      '2026-03-06T00:00:00.000Z',
    ]);
  });

  it('is the same in whatever order the lines arrive', () => {
    const said = fc.record({
      day: fc.integer({ min: 1, max: 9 }),
      state: fc.option(fc.constantFrom(...opportunityStates)),
      amount: fc.option(fc.nat(1000)),
      isDated: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), (words, order) => {
        const lines = words.map(({ day, state, amount, isDated }, index) => ({
          ...line(day, { stage: state && stage(state), amount: amount === null ? null : euros(amount) }),
          id: String(index).padStart(3, '0'),
          closedAt: isDated && state !== null && state !== 'open' ? '2026-01-01T00:00:00.000Z' : null,
        }));
        const shuffled = lines.map((one) => [order.next().value, one] as const).sort(([a], [b]) => a - b);
        const told = tellHistory(lines, initial);
        expect(
          tellHistory(
            shuffled.map(([, one]) => one),
            initial,
          ),
        ).toEqual(told);
        for (const { state, standsClosedAt } of told) expect(standsClosedAt === null).toBe(state === 'open');
      }),
      { numRuns: 300 },
    );
  });
});

describe('a fact', () => {
  it('stands by the later moment, whatever arrives last', () => {
    const first = newerFacts({ name: 'B', owner: 'x' }, '2026-03-02', {});
    expect(first.facts).toEqual({ name: 'B', owner: 'x' });
    const late = newerFacts({ name: 'A', source: 'web', owner: undefined }, '2026-03-01', first.times);
    expect(late).toEqual({
      facts: { source: 'web' },
      times: { name: '2026-03-02', owner: '2026-03-02', source: '2026-03-01' },
    });
    expect(newerFacts({ name: 'C' }, '2026-03-02', late.times).facts).toEqual({ name: 'C' });
  });
});

describe('a stage that nobody has told of', () => {
  it.each([
    ['Closed Won', 'won'],
    ['closedwon', 'won'],
    ['Closed - Lost', 'lost'],
    ['Verloren', 'lost'],
    ['Proposal/Price Quote', 'open'],
    ['Won over by demo', 'open'],
  ])('%s is %s', (name, outcome) => {
    expect(outcomeOfName(name)).toBe(outcome);
  });
});
