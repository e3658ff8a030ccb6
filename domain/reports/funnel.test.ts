import { expect, it } from 'vitest';
import { funnelCounts, stagesOf } from './funnel.ts';

const facts = {
  ...{ sent: 1000, hardBounces: 20, uniqueOpens: 400, uniqueClicks: 100, responses: 110 },
  ...{ leads: 11, opportunities: 0, won: 2 },
};

it('each stage of a funnel is a share of the one before it and of what was sent', () => {
  const stages = stagesOf(funnelCounts(facts), funnelCounts({ ...facts, sent: 0, hardBounces: 1 }));
  expect(stages.map(({ stage, value, ofPrevious, ofSent }) => [stage, value, ofPrevious, ofSent])).toEqual([
    ['sent', 1000, null, 1],
    ['delivered', 980, 0.98, 0.98],
    ['opened', 400, 400 / 980, 0.4],
    ['clicked', 100, 0.25, 0.1],
    // Counted by the day on which it happened, a stage can be more than the one before it.
    ['responded', 110, 1.1, 0.11],
    ['lead', 11, 0.1, 0.011],
    ['opportunity', 0, 0, 0],
    ['won', 2, null, 0.002],
  ]);
  // A bounce of a mail from before the span takes nothing away from nothing.
  expect(stages[1]!.before).toBe(0);
});
