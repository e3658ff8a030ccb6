import { expect, it } from 'vitest';
import { whyNotOfType } from './fits.ts';

it.each([
  ['text', 'gold'],
  ['number', 42],
  ['boolean', false],
  ['date', '2026-06-01'],
  ['date', '2026-06-01T10:00:00Z'],
  ['number', null],
] as const)('%s takes %s', (type, value) => expect(whyNotOfType(type, value)).toBeNull());

it.each([
  ['text', 42, 'text'],
  ['number', '42', 'such as 42'],
  ['boolean', 'yes', 'true or false'],
  ['date', 'tomorrow', '2026-06-01'],
  ['date', '2026-02-30', '2026-06-01'],
  ['date', 20260601, '2026-06-01'],
] as const)('%s refuses %s with the mend', (type, value, mend) => expect(whyNotOfType(type, value)).toContain(mend));
