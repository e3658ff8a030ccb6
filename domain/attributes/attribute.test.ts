import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttributeInput, freeSlot, keyFromLabel, slotCounts } from './attribute.ts';
import { readAttribute } from './value.ts';

describe('freeSlot', () => {
  it('gives each column once, and then none', () => {
    const taken = new Set<string>();
    for (let count = 0; count < slotCounts.boolean; count++) taken.add(freeSlot('boolean', taken) ?? '');
    expect(taken.size).toBe(slotCounts.boolean);
    expect(taken.has('boolean01')).toBe(true);
    expect(freeSlot('boolean', taken)).toBeNull();
    expect(freeSlot('boolean', new Set(['boolean01', 'boolean03']))).toBe('boolean02');
  });
});

describe('keyFromLabel', () => {
  it.each([
    ['Lead Quality', 'leadQuality'],
    ['What is your current occupation', 'whatIsYourCurrentOccupation'],
    ['Größe (cm)', 'groECm'],
    ['2nd visit', 'field2ndVisit'],
    ['', 'field'],
    ['Constructor', 'fieldconstructor'],
  ])('%s → %s', (label, key) => expect(keyFromLabel(label)).toBe(key));

  it('always makes a key that is allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(AttributeInput.shape.key.safeParse(keyFromLabel(label)).success).toBe(true);
      }),
    );
  });
});

describe('a new attribute', () => {
  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'is not called %s, which every object has',
    (key) => {
      expect(AttributeInput.safeParse({ key, label: 'Builder', type: 'text' }).error?.issues[0]?.path).toEqual(['key']);
    },
  );
});

describe('readAttribute', () => {
  it.each([
    ['number', '1279', 1279],
    ['number', '-2.67', -2.67],
    ['number', '1,234,567.5', 1234567.5],
    ['number', '1e3', 1000],
    ['boolean', 'Yes', true],
    ['boolean', 'FALSE', false],
    ['boolean', '0', false],
    ['date', '2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['date', '2026-02-28 10:30', '2026-02-28T10:30:00.000Z'],
    ['date', '2026-02-28T10:30:00+02:00', '2026-02-28T08:30:00.000Z'],
    ['text', ' as it is', ' as it is'],
  ] as const)('%s %s', (type, text, value) => expect(readAttribute(type, text)).toEqual({ value }));

  it.each([
    ['number', '12,34'],
    ['number', '1,23'],
    ['number', 'NaN'],
    ['number', '0x10'],
    ['number', '1e999'],
    ['boolean', 'maybe'],
    ['date', '2026-02-30'],
    ['date', '2026-13-01'],
    ['date', 'yesterday'],
    ['date', '28.02.2026'],
    ['date', '0000-01-01'],
    ['boolean', 'constructor'],
    ['date', '9999-12-31T23:59:59-12:00'],
  ] as const)('%s %s is refused', (type, text) => expect(readAttribute(type, text)).toHaveProperty('problem'));

  it('reads numbers of a date in the order that was chosen', () => {
    expect(readAttribute('date', '3/4/2026', 'dmy')).toEqual({ value: '2026-04-03T00:00:00.000Z' });
    expect(readAttribute('date', '3/4/2026', 'mdy')).toEqual({ value: '2026-03-04T00:00:00.000Z' });
    expect(readAttribute('date', '31.2.2026', 'dmy')).toHaveProperty('problem');
  });

  it('reads back every date that is written as ISO 8601', () => {
    const dates = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(readAttribute('date', date.toISOString())).toEqual({ value: date.toISOString() });
      }),
    );
  });
});
