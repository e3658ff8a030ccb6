import { describe, expect, it } from 'vitest';
import { audienceHints, senderHints, warmUpHint, type AudienceFacts, type SenderFacts } from './hints.ts';

const sender: SenderFacts = { domain: 'acme.example', isStopped: false, verdict: { kind: 'fine' }, dmarc: 'reject' };
const audience: AudienceFacts = {
  recipients: 1000,
  receivers: [],
  lacking: [],
  role: 0,
  disposable: 0,
  typo: 0,
  silent: 0,
};
const google = { key: 'google', name: 'Google', people: 400, score: 90, patience: null };
const some = { name: 'Google', people: 400 };
const warned = { kind: 'warn', cause: 'complaints', part: 29, whole: 10_000, days: 7 } as const;

describe('hints of a sender', () => {
  it.each<[Partial<SenderFacts>, string[]]>([
    [{}, []],
    [{ dmarc: null }, []],
    [{ dmarc: 'none' }, ['dmarc_none']],
    [{ dmarc: 'missing' }, ['dmarc_missing']],
    [{ verdict: warned }, ['sender_near_pause']],
    // What is stopped is past being close to it.
    [{ verdict: warned, isStopped: true }, ['sender_stopped']],
  ])('%j: %j', (facts, codes) => expect(senderHints({ ...sender, ...facts }).map(({ code }) => code)).toEqual(codes));

  it('says how many complained', () => {
    expect(senderHints({ ...sender, verdict: warned })[0]?.message).toContain(
      'in the last 7 days 29 of 10,000 who got it called it spam (0.29 %)',
    );
  });
});

describe('hints of an audience', () => {
  it.each<[Partial<AudienceFacts>, string[]]>([
    [{ receivers: [google] }, []],
    [{ receivers: [{ ...google, score: 59 }] }, ['receiver_poor']],
    [{ receivers: [{ ...google, score: 59, people: 99 }] }, []],
    [{ receivers: [{ ...google, score: null }] }, []],
    [
      { receivers: [{ ...google, people: 1, patience: { ...some, until: '14:05', perSecond: 10 } }] },
      ['receiver_slow'],
    ],
    [{ lacking: [{ key: 'google', name: 'Google', messages: 400, of: 1000 }] }, ['no_seed']],
    [{ role: 9 }, []],
    [{ role: 9, typo: 1 }, ['poor_addresses']],
    [{ silent: 99 }, []],
    [{ silent: 100 }, ['never_read']],
    [{ silent: null }, []],
    [{ recipients: 0, silent: 5 }, []],
  ])('%j: %j', (facts, codes) =>
    expect(audienceHints({ ...audience, ...facts }).map(({ code }) => code)).toEqual(codes),
  );

  it('says how many people, and how long it takes', () => {
    const slow = { ...google, patience: { ...some, until: null, perSecond: 0.5 } };
    expect(audienceHints({ ...audience, receivers: [slow], typo: 12, role: 3 }).map(({ message }) => message)).toEqual([
      expect.stringContaining('the 400 people there take about 14 minutes'),
      expect.stringContaining('Among 1,000 addresses: 12 mistyped, 3 of a role'),
    ]);
  });
});

it.each([
  [{ people: 1, until: 'Fri 14:05 Berlin' }, 'until Fri 14:05 Berlin, and the person there gets it after that.'],
  [{ people: 2, until: 'Fri 14:05 Berlin' }, 'until Fri 14:05 Berlin, and the 2 people there get it after that.'],
  [{ people: 1, until: null }, 'the person there takes about a minute.'],
  [{ people: 1200, until: null }, 'the 1,200 people there take about 40 minutes.'],
])('says of one person what it says of many: %j', (given, words) => {
  const patience = { name: 'Google', perSecond: 0.5, ...given };
  expect(audienceHints({ ...audience, receivers: [{ ...google, patience }] })[0]?.message).toContain(words);
  const alone = { ...audience, recipients: 1, receivers: [{ ...google, people: 1, score: 20 }] };
  expect(audienceHints(alone)[0]?.message).toContain('1 of 1 person (');
});

it('says of a warm-up on which day the last ones go, and nothing where it is the first', () => {
  expect(warmUpHint(1000, { days: 1, first: 1000, sender: 'news@acme.example' })).toBeNull();
  expect(warmUpHint(1000, { days: 4, first: 250, sender: 'news@acme.example' })?.message).toContain(
    '250 of 1,000 messages may go on the first day, and the last ones on day 4',
  );
});
