import { describe, expect, it } from 'vitest';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { listPhrases } from './phrases.ts';
import { findRule, InboundRuleInput, reportByMeaning, ruleMeanings, wordingOf, type TaughtRule } from './rule.ts';

const mail = (text: string) => readMime(Buffer.from(text));
const rule = (phrase: string, more: Partial<TaughtRule> = {}): TaughtRule => ({
  ...{ id: phrase, phrase, meaning: 'soft', goesFirst: false },
  ...more,
});

describe('a rule that was taught', () => {
  it('fits by its phrase, whatever the capitals and blanks; the longest says most', () => {
    const wording = wordingOf(mail('Subject: A note\n\nThe box of Pat\n  is being MOVED to the archive.\n'));
    const rules = [rule('being moved'), rule('pat is being moved to'), rule('is being removed')];
    expect(findRule(rules, wording)?.phrase).toBe('pat is being moved to');
    expect(findRule([rule('a note the box')], wording)?.phrase).toBe('a note the box');
    expect(findRule([rule('nothing of it')], wording)).toBeNull();
  });

  it.each([
    ['too short', 'short', false],
    ['too short without its blanks', ' a      b ', false],
    ['an address', 'gone: pat@people.example', false],
    ['too long', 'x'.repeat(201), false],
    ['words', 'The  mailbox\nis gone', true],
  ])('%s', (_name, phrase, isTaken) => {
    const parsed = InboundRuleInput.safeParse({ phrase, meaning: 'hard' });
    expect(parsed.success).toBe(isTaken);
    if (parsed.success)
      expect(parsed.data).toEqual({ phrase: 'The mailbox is gone', meaning: 'hard', goesFirst: false });
  });

  it('says of a message what its meaning is', () => {
    const message = { tenantNumber: 1, messageId: 'm' };
    expect(ruleMeanings.map((meaning) => reportByMeaning(meaning, message).kind)).toEqual([
      ...['bounce', 'bounce', 'bounce', 'complaint', 'unsubscribe', 'reply', 'ignored', 'ignored'],
    ]);
  });
});

describe('phrases to choose from', () => {
  it('are the lines of a mail without addresses, the one that looks like deciding first', () => {
    const choices = listPhrases(
      mail(
        'Subject: Your mail\n\nDear sender,\nwe are sorry.\n<pat@people.example>: box refused by the keeper of the hall\nGoodbye now\n',
      ),
    );
    expect(choices.find(({ isSuggested }) => isSuggested)?.phrase).toBe('box refused by the keeper of the hall');
    expect(choices.map(({ phrase }) => phrase)).toContain('Dear sender');
    expect(choices.some(({ phrase }) => phrase.includes('@'))).toBe(false);
  });

  it('are none where nothing is written', () => expect(listPhrases(mail('\n\n'))).toEqual([]));
});
