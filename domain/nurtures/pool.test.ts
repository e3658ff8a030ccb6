import { describe, expect, it } from 'vitest';
import { NurtureDefinition } from './definition.ts';
import { castSentence } from './forecast.ts';
import { NewNurtureItem } from './item.ts';
import { mayBeCast, poolAt, type PooledItem } from './pool.ts';

const castAt = '2026-06-02T07:00:00.000Z';
const item = (id: string, more: Partial<PooledItem> = {}): PooledItem => ({
  id,
  state: 'active',
  isOnHold: false,
  validFrom: null,
  validUntil: null,
  failure: null,
  places: [{ stream: 'main', position: 1 }],
  ...more,
});

describe('an item', () => {
  it.each<[string, Partial<PooledItem>, boolean]>([
    ['may go', {}, true],
    ['may not go on hold', { isOnHold: true }, false],
    ['may not go before it is approved', { state: 'in_review' }, false],
    ['may go from its first moment on', { validFrom: castAt }, true],
    ['may not go before it', { validFrom: '2026-06-02T07:00:00.001Z' }, false],
    ['may not go from its last moment on', { validUntil: castAt }, false],
    ['may not go where it could not be compiled', { failure: 'no sender' }, false],
  ])('%s', (_, more, expected) => {
    expect(mayBeCast(item('a', more), { castAt, isDraft: false })).toBe(expected);
  });

  it('that is approved with its campaign is looked at before the start only', () => {
    expect(mayBeCast(item('a', { state: 'draft' }), { castAt, isDraft: true })).toBe(true);
    expect(mayBeCast(item('a', { state: 'draft' }), { castAt, isDraft: false })).toBe(false);
  });

  it('ends after it begins, and carries no receipt', () => {
    const dated = { name: 'Guide', validFrom: castAt, validUntil: castAt };
    expect(NewNurtureItem.safeParse(dated).error?.issues[0]?.path).toEqual(['validUntil']);
    const receipt = { name: 'Receipt', content: { messageClass: 'transactional' } };
    expect(NewNurtureItem.safeParse(receipt).error?.issues[0]?.path).toEqual(['content', 'messageClass']);
  });
});

describe('a stream', () => {
  it('is a prioritised pool of content: every stream in its own order', () => {
    const both = item('both', {
      places: [
        { stream: 'main', position: 2 },
        { stream: 'late', position: 1 },
      ],
    });
    expect(poolAt([both, item('first')], { castAt, isDraft: false })).toEqual([
      { stream: 'late', itemId: 'both', position: 1 },
      { stream: 'main', itemId: 'first', position: 1 },
      { stream: 'main', itemId: 'both', position: 2 },
    ]);
  });

  it('is named by its key: once, and by transitions that lead to another', () => {
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } };
    const streams = [
      { key: 'main', name: 'Main' },
      { key: 'main', name: 'Again' },
    ];
    const wrong = NurtureDefinition.safeParse({ streams, transitions: [{ from: 'main', to: 'main', rule }] });
    const paths = wrong.error?.issues.map(({ path }) => path.join('.')) ?? [];
    expect(paths).toContain('streams.1.key');
    expect(paths.some((path) => path.startsWith('transitions.0'))).toBe(true);
  });
});

describe('the forecast', () => {
  it('says in a sentence who gets what', () => {
    const counts = {
      gets: [{ name: 'Spring guide', people: 4214 }],
      exhausted: 12,
      unreachable: 0,
      paused: 1,
      leaves: 2,
    };
    expect(castSentence({ iso: castAt, zone: 'Europe/Berlin' }, counts, '2026-06-01T17:00:00.000Z')).toBe(
      'Next cast Tue 09:00 Berlin, in 14 h: 4,214 people get “Spring guide”, 12 are exhausted, 2 leave by a rule, 1 is paused.',
    );
    expect(castSentence(null, counts, castAt)).toBe('There is no further cast.');
  });
});
