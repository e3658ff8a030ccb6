import { describe, expect, it } from 'vitest';
import { Day, Moment } from './moment.ts';

const outside = 'must lie in the years 1 to 9999, by UTC';
const refusals = (schema: typeof Moment | typeof Day, text: string) =>
  schema.safeParse(text).error?.issues.map(({ message }) => message);

describe('a moment', () => {
  it.each([
    ['0000-12-31T23:59:59Z', outside],
    ['0001-01-01T00:00:00+14:00', outside],
    ['0001-01-01T00:00:00Z', undefined],
    ['2026-06-03T09:00:00+02:00', undefined],
    ['9999-12-31T23:59:59.999Z', undefined],
    ['9999-12-31T23:59:59-12:00', outside],
    ['2026-02-30T09:00:00Z', 'must be an ISO 8601 time such as 2026-06-03T09:00:00Z'],
  ])('lies in years that can be kept: %s', (text, message) => {
    expect(refusals(Moment, text)).toEqual(message && [message]);
  });
});

describe('a day', () => {
  it.each([
    ['0000-12-31', outside],
    ['0001-01-01', undefined],
    ['9999-12-31', undefined],
    ['2026-02-30', 'must be a day such as 2026-06-03'],
  ])('lies in years that can be kept: %s', (text, message) => {
    expect(refusals(Day, text)).toEqual(message && [message]);
  });
});
