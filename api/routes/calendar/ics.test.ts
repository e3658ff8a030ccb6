import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { writeIcs } from './ics.ts';

const campaign: CalendarEntry = {
  goesOn: false,
  id: 'campaign-1',
  kind: 'campaign',
  partId: null,
  name: 'June',
  campaignId: '01970000-0000-7000-8000-000000000001',
  campaignName: 'June',
  campaignTypeName: 'E-mail',
  campaignStatus: 'scheduled',
  campaignStartAt: '2026-06-01T07:00:00.000Z',
  campaignEndAt: '2026-06-03T16:00:00.000Z',
  ownerId: null,
  tags: [],
  startAt: '2026-06-01T07:00:00.000Z',
  endAt: '2026-06-03T16:00:00.000Z',
  people: null,
  movable: 'both',
  version: 4,
};
const berlin = {
  name: 'Team',
  timeZone: 'Europe/Berlin',
  publicUrl: 'https://crm.example',
  now: new Date('2026-05-01'),
};
const eventOf = (entry: Partial<CalendarEntry>, timeZone = berlin.timeZone) => {
  const text = writeIcs({ ...berlin, timeZone, entries: [{ ...campaign, ...entry }] });
  return new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')!);
};
const daysOf = (entry: Partial<CalendarEntry>, timeZone?: string) => {
  const { startDate, endDate } = eventOf(entry, timeZone);
  return [startDate.toString(), endDate.toString(), startDate.isDate];
};

describe('a campaign as an event', () => {
  it('lasts whole days, and its end is the day after: 1–3 June ends on 4 June', () => {
    expect(daysOf({})).toEqual(['2026-06-01', '2026-06-04', true]);
  });

  it('has the days of the organisation, whatever they are in UTC', () => {
    const dates = { startAt: '2026-05-31T22:30:00Z', endAt: '2026-06-03T21:59:00Z' };
    expect(daysOf(dates)).toEqual(['2026-06-01', '2026-06-04', true]);
    expect(daysOf(dates, 'America/Los_Angeles')).toEqual(['2026-05-31', '2026-06-04', true]);
  });

  it('does not touch the day that begins when it ends, also where the clocks change', () => {
    expect(daysOf({ endAt: '2026-06-03T22:00:00Z' })).toEqual(['2026-06-01', '2026-06-04', true]);
    expect(daysOf({ startAt: '2026-10-24T22:00:00Z', endAt: '2026-10-25T23:00:00Z' })).toEqual([
      '2026-10-25',
      '2026-10-26',
      true,
    ]);
  });

  it('without an end is the day that it starts on', () => {
    expect(daysOf({ endAt: null })).toEqual(['2026-06-01', '2026-06-02', true]);
    // Up to today: a calendar has no event without an end.
    expect(daysOf({ endAt: null, goesOn: true })[0]).toBe('2026-06-01');
  });

  it('says whether it holds, what it is and where it is opened', () => {
    const event = eventOf({ tags: ['vip, top'] });
    const of = (name: string) => event.component.getFirstPropertyValue(name);
    expect([of('status'), event.sequence, event.uid, of('url')]).toEqual([
      'CONFIRMED',
      3,
      'campaign-1@crm.example',
      'https://crm.example/campaigns/01970000-0000-7000-8000-000000000001',
    ]);
    expect(eventOf({ campaignStatus: 'draft' }).component.getFirstPropertyValue('status')).toBe('TENTATIVE');
  });
});

describe('what goes at a moment', () => {
  it('is written in UTC, before and after the clocks change', () => {
    for (const startAt of ['2026-03-29T00:59:00.000Z', '2026-03-29T01:00:00.000Z']) {
      const { startDate, endDate } = eventOf({ kind: 'broadcast', name: 'Letter', startAt, endAt: null });
      expect(startDate.toJSDate().toISOString()).toBe(startAt);
      expect(endDate.toUnixTime() - startDate.toUnixTime()).toBe(900);
    }
  });

  it('has a name of its own for each cast, which stays when the cast is over', () => {
    const cast = { kind: 'cast', name: 'Letters: cast', id: 'cast-1-2026-06-02T07:00:00.000Z', endAt: null } as const;
    const [before, after] = [
      { ...cast, startAt: '2026-06-02T07:00:00.000Z', people: null },
      { ...cast, startAt: '2026-06-02T07:00:00.000Z', people: 12 },
    ].map((entry) => eventOf(entry));
    expect(before!.uid).toBe(after!.uid);
    expect([before!.summary, before!.startDate.toString()]).toEqual(['June: Letters: cast', '2026-06-02T07:00:00Z']);
    expect(after!.description).toContain('12 people');
  });
});
