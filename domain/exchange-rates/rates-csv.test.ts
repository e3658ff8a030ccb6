import { describe, expect, it } from 'vitest';
import { readRatesCsv } from './rates-csv.ts';

describe('a file of rates', () => {
  it('is read with any order of columns, delimiter and decimal sign', () => {
    const expected = [{ row: 2, input: { currency: 'EUR', validFrom: '2026-06-01', rate: '1.08' } }];
    expect(readRatesCsv('currency,date,rate\nEUR,2026-06-01,1.08\n', 'USD')).toEqual(expected);
    expect(readRatesCsv('\uFEFFRate;Valid from;Currency\r\n1,08;2026-06-01;eur\r\n', 'USD')).toEqual(expected);
  });

  it('rejects the bad rows and says why, and keeps the good ones', () => {
    const rows = readRatesCsv(
      'currency,date,rate\nEUR,2026-02-30,1\nEUR,2026-06-01,0\nUSD,2026-06-01,1\nGBP,2026-06-01,x\nCHF,2026-06-01,1.02',
      'USD',
    );
    expect(rows.map((row) => ('input' in row ? row.input.currency : row.rejected.message))).toEqual([
      'validFrom: must be a day such as 2026-06-03',
      'rate: must be more than 0',
      "currency: USD is the organisation's own currency and needs no rate",
      'rate: must be a number such as 1.08, with at most ten decimals',
      'CHF',
    ]);
  });

  it('is refused without its columns', () => {
    expect(() => readRatesCsv('a,b\n1,2', 'USD')).toThrow('must name the columns');
  });
});
