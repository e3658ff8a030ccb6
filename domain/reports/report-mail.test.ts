import { describe, expect, it } from 'vitest';
import { changesOf, filled } from './activity.ts';
import { funnelCounts, stagesOf } from './funnel.ts';
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

  it('tells a funnel stage by stage, and cohorts month by month', () => {
    const none = funnelCounts({
      ...{ sent: 0, hardBounces: 0, uniqueOpens: 0, uniqueClicks: 0, responses: 0, leads: 0, opportunities: 0, won: 0 },
    });
    const data = {
      ...span,
      stages: stagesOf({ ...none, sent: 2000, delivered: 1900, opened: 0 }, none),
      before: { from: '2026-05-01', to: '2026-05-31' },
      wonValue: { amountMinor: 1_200_050, currency: 'EUR' },
      campaigns: [],
      moreCampaigns: 0,
      freshness,
    };
    const funnel = reportMail({ kind: 'funnel', data }, where).text;
    expect(funnel).toContain(
      'Delivered: 1,900, 95.0 % of the stage before (0 in the span before)\nOpened by people: 0, 0.0 %',
    );
    expect(funnel).toContain('What was won: 12,000.50 EUR');
    const cohorts = [
      { month: '2026-05-01', people: 40, totals: [2, 10] },
      { month: '2026-06-01', people: 0, totals: [0] },
    ];
    const cohort = (measure: 'responses' | 'revenue') =>
      reportMail(
        { kind: 'cohort', data: { ...span, measure, currency: 'JPY', cohorts, thisMonth: '2026-06-01', freshness } },
        where,
      ).text;
    expect(cohort('responses')).toContain('2026-05: 40 leads, 10 (25.0 %) so far\n2026-06: 0 leads, 0 (n/a) so far');
    expect(cohort('revenue')).toContain('2026-05: 40 leads, 10 JPY so far');
  });
});
