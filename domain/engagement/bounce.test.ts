import { describe, expect, it } from 'vitest';
import { bounceOf, gravest, isUndeliverable, judgeRefusal, type DeliveryOutcome } from './bounce.ts';

describe('the verdict on a refusal', () => {
  it.each([
    ['5.1.1', '', 'hard', 'unknown_user'],
    ['5.1.1', '552 5.1.1 mailbox is full', 'soft', 'mailbox_full'],
    ['5.1.1', '550 5.1.1 blocked by our spam policy', 'policy', 'policy'],
    ['5.0.0', '550 5.1.1 <x>: Recipient address rejected: User unknown', 'hard', 'unknown_user'],
    [null, '550 something odd', 'soft', 'other'],
    ['5.1.2', '', 'hard', 'unknown_host'],
    ['5.4.4', 'Host or domain name not found', 'hard', 'unknown_host'],
    ['5.2.2', '', 'soft', 'mailbox_full'],
    ['4.4.7', 'delivery time expired', 'soft', 'other'],
    ['5.7.1', '550 5.7.1 rejected', 'policy', 'policy'],
    ['5.7.515', '550 5.7.515 Access denied, sending domain does not meet the required level', 'policy', 'policy'],
    ['5.1.8', 'sender address rejected', 'policy', 'policy'],
    ['5.6.0', '', 'policy', 'policy'],
  ])('%s %s → %s (%s)', (...[status, diagnostic, kind, cause]) => {
    expect(judgeRefusal({ status: status ?? null, diagnostic: diagnostic! })).toMatchObject({ kind, cause });
  });

  it('takes a word on an unknown user for certain only where the address was asked for', () => {
    const refusal = { status: null, diagnostic: '550 no such user here' };
    expect(judgeRefusal({ ...refusal, stage: 'rcpt' })).toMatchObject({ kind: 'hard', cause: 'unknown_user' });
    expect(judgeRefusal({ ...refusal, stage: 'data' })).toMatchObject({ kind: 'soft', reason: 'filtered' });
    expect(judgeRefusal(refusal)).toMatchObject({ kind: 'soft', cause: 'other' });
  });

  it('counts a report once, by its gravest recipient, and nothing that is no delivery', () => {
    const soft = judgeRefusal({ status: '4.2.2', diagnostic: '' });
    const hard = judgeRefusal({ status: '5.1.1', diagnostic: '' });
    expect(gravest([soft, hard])).toBe(hard);
    expect(gravest([])).toBeNull();
    expect(
      bounceOf({ kind: 'unknown', reason: 'undefined', recipient: null, status: null, reply: null, line: null }),
    ).toBeNull();
  });
});

describe('giving an address up', () => {
  const day = 86_400_000;
  const soft = (dayNumber: number): DeliveryOutcome => ({ at: dayNumber * day, kind: 'soft', cause: 'mailbox_full' });
  const host = (dayNumber: number): DeliveryOutcome => ({ at: dayNumber * day, kind: 'hard', cause: 'unknown_host' });
  const fine = (dayNumber: number): DeliveryOutcome => ({ at: dayNumber * day, kind: null, cause: null });

  it.each<[string, DeliveryOutcome[], boolean]>([
    ['an unknown user at once', [{ at: 0, kind: 'hard', cause: 'unknown_user' }], true],
    ['an unknown host not before the third time', [host(2), host(1)], false],
    ['an unknown host the third time in a row', [host(3), host(2), host(1)], true],
    ['an unknown host with one that went through between', [host(3), fine(2), host(1), host(0)], false],
    ['five soft in a row over 14 days', [14, 10, 7, 3, 0].map(soft), true],
    ['five soft in a row in less', [13, 10, 7, 3, 0].map(soft), false],
    ['four soft', [20, 10, 7, 0].map(soft), false],
    ['five with one that went through', [soft(30), soft(20), fine(15), soft(10), soft(5), soft(0)], false],
    [
      'a refusal of ours, whatever was before',
      [{ at: 40 * day, kind: 'policy', cause: 'policy' }, ...[14, 10, 7, 3].map(soft)],
      false,
    ],
    ['nothing at all', [], false],
  ])('%s', (_name, outcomes, expected) => {
    expect(isUndeliverable(outcomes)).toBe(expected);
  });
});
