import { describe, expect, it } from 'vitest';
import { changesOf, filled } from './activity.ts';
import { reportMail } from './report-mail.ts';

const span = { from: '2026-06-01', to: '2026-06-30', timeZone: 'Europe/Berlin' };
const freshness = { countedAt: '2026-07-01T06:00:00.000Z', waiting: 0, waitingSince: null };
const where = { name: 'Monthly', tenantName: 'Acme', url: 'https://app.example/reports' };

describe('a report by mail', () => {
  it('has the figures, those of the span before and what explains them', () => {
    const row = { campaignId: 'c', campaignName: 'Spring', name: 'responses' as const, now: 1234, before: 200 };
    const { subject, text } = reportMail(
      {
        kind: 'activity',
        data: {
          ...span,
          unit: 'day',
          series: [],
          totals: filled({ sent: 12_000, responses: 1234 }),
          before: { from: '2026-05-01', to: '2026-05-31', totals: filled({ responses: 200 }), series: [] },
          changes: changesOf([row]),
          freshness,
        },
      },
      where,
    );
    expect(subject).toBe('Monthly: 2026-06-01 to 2026-06-30');
    expect(text).toContain('Messages sent: 12,000 (0 in the span before)');
    expect(text).toContain('What explains “First responses”\nSpring: 200 → 1,234');
    expect(text).not.toContain('What explains “Messages clicked”');
    expect(text).toContain('https://app.example/reports');
  });

  it('names the strongest hours, or says that there was nothing', () => {
    const cells = [
      { weekday: 1, hour: 9, value: 30, sent: 0 },
      { weekday: 2, hour: 14, value: 70, sent: 0 },
    ];
    const clock = (total: number) =>
      reportMail(
        { kind: 'clock', data: { ...span, figure: 'clicks', cells: total ? cells : [], total, freshness } },
        where,
      ).text;
    expect(clock(100)).toContain('Wednesday 14:00: 70\nTuesday 09:00: 30');
    expect(clock(0)).toContain('Clicks by people: none.');
  });
});
