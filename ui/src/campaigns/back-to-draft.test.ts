import { describe, expect, it } from 'vitest';
import type { BackToDraft } from '../../../domain/campaigns/campaign.ts';
import { backWords, voidedWords } from './back-to-draft.ts';

const at = '2020-06-01T15:00:00.000Z';
const back = (change: Partial<BackToDraft>): BackToDraft => ({
  ...{ why: 'changed', byName: 'Anna Meyer', comment: '', at },
  ...change,
});

describe('backWords', () => {
  it.each<[Partial<BackToDraft>, string, string]>([
    [{ why: 'sentBack', comment: 'Too long' }, 'Anna Meyer sent it back on 1 Jun 2020, 17:00', '“Too long”'],
    [{ why: 'sentBack', byName: null }, 'An approver sent it back on 1 Jun 2020, 17:00', ''],
    [{}, 'A change by Anna Meyer on 1 Jun 2020, 17:00 took its approval back', ''],
    [
      { byName: null, comment: 'The brand kit was changed.' },
      'A change on 1 Jun 2020, 17:00 took its approval back',
      'The brand kit was changed.',
    ],
    [
      { why: 'notStarted', byName: null, comment: 'The end date has passed.' },
      'It did not start on 1 Jun 2020, 17:00, and needs a new approval',
      'The end date has passed.',
    ],
  ])('%j', (change, title, text) => expect(backWords(back(change), 'Europe/Berlin')).toEqual({ title, text }));

  it('tells of an approval that nobody took back that the start came and could not be', () => {
    const said = (byName: string | null) => voidedWords({ at, byName, because: '' }, 'Europe/Berlin').title;
    expect([said('Anna'), said(null)]).toEqual([
      'A change by Anna on 1 Jun 2020, 17:00 took its approval back',
      'It did not start on 1 Jun 2020, 17:00, and needs a new approval',
    ]);
  });
});
