import { describe, expect, it } from 'vitest';
import type { NurtureItem } from '../../../domain/nurtures/item.ts';
import type { Nurture, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import { itemObstacle, itemsOf, memberWords, moved, newStreamKey, nurtureSentence, scheduleWords } from './words.ts';

const item = (id: string, more: Partial<NurtureItem> = {}) =>
  ({
    id,
    name: id,
    state: 'active',
    isOnHold: false,
    validFrom: null,
    validUntil: null,
    failure: null,
    places: [],
    ...more,
  }) as NurtureItem;
const nurture = {
  status: 'running',
  pendingVersion: null,
  definition: {
    streams: [{ key: 'main', name: 'Basics' }],
    transitions: [],
    schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' },
  },
  items: [
    item('guide', { places: [{ stream: 'main', position: 2 }] }),
    item('hello', { places: [{ stream: 'main', position: 1 }] }),
  ],
} as unknown as Nurture;
const member = (more: Partial<NurtureMember>) =>
  ({ nextStream: 'main', nextItemId: null, obstacle: null, ...more }) as NurtureMember;

describe('what a nurture programme says', () => {
  it('is when it casts, and what stands in its way', () => {
    expect(scheduleWords({ weekdays: [2, 4], at: '09:00', zone: 'Europe/Berlin' })).toBe('Tue, Thu at 09:00 Berlin');
    expect(nurtureSentence({ ...nurture, status: 'draft' }, 'draft', 'Next cast Tue.')).toBe(
      'It begins with its campaign. Next cast Tue.',
    );
    expect(nurtureSentence(nurture, 'paused', 'Next cast Tue.')).toBe(
      'Its campaign is paused, so nothing is cast. Next cast Tue.',
    );
    expect(nurtureSentence(nurture, 'running', 'Next cast Tue.')).toBe('Next cast Tue.');
    expect(nurtureSentence({ ...nurture, pendingVersion: 2 }, 'running', 'Next cast Tue.')).toBe(
      'Next cast Tue. Version 2 waits for approval.',
    );
  });

  it('is what each member gets, or why they get nothing', () => {
    expect(memberWords(member({ outcome: 'gets', nextItemId: 'guide' }), nurture)).toBe('Gets “guide”');
    expect(memberWords(member({ outcome: 'exhausted' }), nurture)).toBe(
      'Exhausted: nothing in Basics that they have not had',
    );
    expect(memberWords(member({ outcome: 'unreachable', obstacle: 'no_consent' }), nurture)).toBe(
      'May not be written to: no consent',
    );
  });

  it('is why an item does not go at the next cast', () => {
    const castAt = '2026-06-09T07:00:00.000Z';
    const why = (more: Partial<NurtureItem>) => itemObstacle(item('one', more), castAt, 'Europe/Berlin');
    expect(why({})).toBe('');
    expect(why({ isOnHold: true })).toBe('On hold');
    expect(why({ state: 'in_review' })).toBe('Waits for approval by somebody else');
    expect(why({ validFrom: castAt })).toBe('');
    expect(why({ validFrom: '2026-06-09T07:01:00.000Z' })).toMatch(/^Not before 9 Jun/);
    expect(why({ validUntil: castAt })).toMatch(/^Not after 9 Jun/);
  });
});

describe('the order of a stream', () => {
  it('is that of its places, and changes by one move', () => {
    expect(itemsOf(nurture, 'main').map(({ id }) => id)).toEqual(['hello', 'guide']);
    expect(itemsOf(nurture, 'other')).toEqual([]);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });

  it('has keys of its own for new streams', () => {
    expect(newStreamKey('For experts!', [])).toBe('for-experts');
    expect(newStreamKey('Stream 2', ['stream-2'])).toBe('stream-2-2');
    expect(newStreamKey('…', [])).toBe('stream');
  });
});
