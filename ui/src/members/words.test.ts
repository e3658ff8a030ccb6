import { describe, expect, it } from 'vitest';
import { bulkSentence, eventWords, memberArithmetic } from './words.ts';

describe('the words about members', () => {
  it('sum a bulk change up', () => {
    const results = [
      ...Array.from({ length: 4997 }, () => ({ result: 'added' as const })),
      { result: 'unknown_person' as const },
      { result: 'invalid_email' as const },
      { result: 'already_member' as const },
    ];
    expect(bulkSentence(results)).toBe('4,997 added, 1 stays as they are, 2 rows could not be used.');
    expect(bulkSentence([])).toBe('Nothing changed.');
  });

  it('show how the number of members comes about', () => {
    expect(memberArithmetic({ members: 10, leads: 10, converted: 1, contacts: 1 })).toBe(
      '10 members = 10 leads − 1 converted + 1 contact',
    );
  });

  it('tell what changed and by what way', () => {
    const event = { id: '', at: '', actorKind: 'user', actorName: 'Ana', fromStatus: 'Sent', toStatus: 'Responded' };
    expect(eventWords({ ...event, kind: 'status', cause: 'click' })).toBe('Sent → Responded, by a click');
    expect(eventWords({ ...event, kind: 'added', cause: 'list' })).toBe('Joined as Responded');
    expect(eventWords({ ...event, kind: 'removed', cause: 'hand' })).toBe('Removed, was Sent');
  });
});
