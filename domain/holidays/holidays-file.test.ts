import { describe, expect, it } from 'vitest';
import type { HolidayRow } from './holiday.ts';
import { readHolidaysFile } from './holidays-file.ts';

const said = (rows: readonly HolidayRow[]): string[] =>
  rows.map((row) =>
    'input' in row
      ? `${row.row} ${row.input.day} ${row.input.name}`
      : `${row.row} rejected: ${row.rejected.message ?? ''}`,
  );
const read = (text: string): string[] => said(readHolidaysFile(text, 2026));
const calendar = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('lines of holidays', () => {
  it('are read with and without a first row of names, whatever the delimiter', () => {
    expect(read('2026-12-25,Christmas Day\n')).toEqual(['1 2026-12-25 Christmas Day']);
    expect(read('\uFEFFDate;Name\r\n2026-12-25;"Christmas; first day"\r\n')).toEqual([
      '2 2026-12-25 Christmas; first day',
    ]);
  });

  it('say row by row what is wrong with them', () => {
    expect(read('2026-02-30,Nothing\n2026-01-01,New Year\n2026-05-01\n1899-01-01,Old')).toEqual([
      '1 rejected: day: must be a day such as 2026-06-03',
      '2 2026-01-01 New Year',
      '3 rejected: name: must not be empty: write what the day is called',
      '4 rejected: day: must lie between 2000-01-01 and 2199-12-31',
    ]);
  });

  it('are refused when there are none, or too many', () => {
    expect(() => read(' \n')).toThrow('holds no holiday');
    expect(() => read('2026-12-25,Christmas\n'.repeat(2001))).toThrow('at most 2000');
  });
});

describe('a calendar of holidays', () => {
  it('gives each whole day of an event, and leaves out what is cancelled', () => {
    const text = calendar(
      ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas\\, both', ' days'],
      ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:May Day', 'STATUS:CANCELLED'],
      ['DTSTART;VALUE=DATE:20261003', 'SUMMARY:Unity Day'],
    );
    expect(read(text)).toEqual([
      '1 2026-12-25 Christmas, bothdays',
      '1 2026-12-26 Christmas, bothdays',
      '3 2026-10-03 Unity Day',
    ]);
  });

  it('takes ten years of what comes every year on its date, and no day that does not exist', () => {
    const yearly = (...lines: string[]) => read(calendar([...lines, 'SUMMARY:Day']));
    const newYear = yearly('DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1');
    expect([newYear.length, newYear[0], newYear.at(-1)]).toEqual([10, '1 2026-01-01 Day', '1 2035-01-01 Day']);
    expect(yearly('DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY')).toEqual([
      '1 2028-02-29 Day',
      '1 2032-02-29 Day',
    ]);
    expect(yearly('DTSTART;VALUE=DATE:20250101', 'RRULE:FREQ=YEARLY;COUNT=3')).toHaveLength(2);
    expect(yearly('DTSTART;VALUE=DATE:20250101', 'RRULE:FREQ=YEARLY;UNTIL=20260101')).toEqual(['1 2026-01-01 Day']);
  });

  it('says of an event what cannot be read of it', () => {
    const text = calendar(
      ['DTSTART:20261224T120000Z', 'SUMMARY:Party'],
      ['DTSTART;VALUE=DATE:20261126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'SUMMARY:Thanksgiving'],
      ['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20270101', 'SUMMARY:A year off'],
      ['DTSTART;VALUE=DATE:20261225'],
      ['DTSTART;VALUE=DATE:20269925', 'SUMMARY:Garbled'],
      ['SUMMARY:When'],
    );
    expect(read(text)).toEqual([
      '1 rejected: dtstart: must be a whole day, such as DTSTART;VALUE=DATE:20261225',
      expect.stringContaining('2 rejected: rrule: must say "every year on this date"'),
      '3 rejected: dtend: must be a day at most 31 days after dtstart',
      '4 rejected: name: must not be empty: write what the day is called',
      '5 rejected: day: must be a day such as 2026-06-03',
      '6 rejected: dtstart: must be a whole day, such as DTSTART;VALUE=DATE:20261225',
    ]);
  });

  it('is refused when it is broken or holds nothing', () => {
    expect(() => read('BEGIN:VCALENDAR\nBEGIN:VEVENT\n')).toThrow('cannot be read');
    expect(() => read(calendar())).toThrow('holds no holiday');
  });
});
