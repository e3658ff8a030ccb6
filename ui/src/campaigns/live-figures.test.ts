import { expect, it } from 'vitest';
import type { Broadcast, BroadcastFigures } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { broadcastsWithProgress, withProgress, type Progress } from './live-figures.ts';

const figures: BroadcastFigures = {
  frozen: 100,
  queued: 40,
  sent: 50,
  delivered: 48,
  failed: 1,
  deferred: 0,
  uncertain: 2,
  cancelled: 0,
  skipped: { no_consent: 5, suppressed: 2 },
  opens: 9,
  uniqueOpens: 8,
  machineOpens: 3,
  clicks: 4,
  uniqueClicks: 3,
  machineClicks: 1,
  hardBounces: 2,
  softBounces: 1,
  complaints: 1,
  unsubscribes: 2,
  replies: 0,
};
const news: Progress = {
  status: 'running',
  version: 7,
  startAt: null,
  broadcasts: [
    { id: 'a', status: 'sending', failure: null, startedAt: null, figures },
    { id: 'b', status: 'sending', failure: null, startedAt: null, figures },
  ],
};

it('adds the figures of all broadcasts and keeps what the stream does not tell', () => {
  const campaign = { status: 'scheduled', version: 6, figures: { members: 90, responded: 4, sent: 0 } } as Campaign;
  const after = withProgress(campaign, news);
  expect(after).toMatchObject({ status: 'running', version: 7, commands: expect.arrayContaining(['pause', 'cancel']) });
  expect(after.figures).toMatchObject({
    members: 90,
    responded: 4,
    frozen: 200,
    sent: 100,
    skipped: 14,
    bounced: 4,
    unsubscribed: 4,
  });
});

it('puts fresh figures onto the broadcasts that it knows', () => {
  const known = [
    { id: 'b', name: 'B', status: 'freezing' },
    { id: 'c', name: 'C', status: 'draft' },
  ] as Broadcast[];
  expect(broadcastsWithProgress(known, news)).toMatchObject([
    { id: 'b', name: 'B', status: 'sending', figures },
    { id: 'c', status: 'draft' },
  ]);
});
