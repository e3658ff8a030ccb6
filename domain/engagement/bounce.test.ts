import { describe, expect, it } from 'vitest';
import { gravest, isUndeliverable, judgeRecipient, readDeliveryStatus, type DeliveryOutcome } from './bounce.ts';

describe('the verdict on a delivery report', () => {
  it.each([
    ['failed', '5.1.1', '', 'hard', 'unknown_user'],
    ['failed', '5.1.1', 'smtp; 552 5.1.1 mailbox is full', 'soft', 'mailbox_full'],
    ['failed', '5.1.1', 'smtp; 550 5.1.1 blocked by our spam policy', 'policy', 'policy'],
    ['failed', '5.0.0', 'smtp; 550 5.1.1 <x>: Recipient address rejected: User unknown', 'hard', 'unknown_user'],
    ['failed', '5.0.0', 'smtp; 550 no such user here', 'hard', 'unknown_user'],
    ['failed', null, 'smtp; 550 something odd', 'soft', 'other'],
    ['failed', '5.1.2', '', 'hard', 'unknown_host'],
    ['failed', '5.4.4', 'Host or domain name not found', 'hard', 'unknown_host'],
    ['failed', '5.2.2', '', 'soft', 'mailbox_full'],
    ['failed', '4.4.7', 'delivery time expired', 'soft', 'other'],
    ['failed', '5.7.1', 'smtp; 550 5.7.1 rejected', 'policy', 'policy'],
    [
      'failed',
      '5.7.515',
      'smtp; 550 5.7.515 Access denied, sending domain does not meet the required authentication level',
      'policy',
      'policy',
    ],
    ['failed', '5.1.8', 'sender address rejected', 'policy', 'policy'],
    ['failed', '5.6.0', '', 'policy', 'policy'],
    ['delayed', '4.4.1', '', 'delayed', 'other'],
    ['delivered', '2.0.0', '', 'delivered', 'other'],
    ['relayed', '2.0.0', '', 'delivered', 'other'],
  ])('%s %s %s → %s (%s)', (...[action, status, diagnostic, kind, cause]) => {
    expect(judgeRecipient({ action: action!, status: status ?? null, diagnostic: diagnostic! })).toMatchObject({
      kind,
      cause,
    });
  });

  it('reads folded fields of several recipients and takes the gravest', () => {
    const recipients = readDeliveryStatus(
      'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: delayed\r\nStatus: 4.2.2\r\n\r\n' +
        'Final-Recipient: rfc822; c@d.example\r\nAction: Failed (really)\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp;\r\n 550 5.1.1 unknown\r\n\r\n',
    );
    expect(recipients).toHaveLength(2);
    expect(gravest(recipients.map(judgeRecipient))).toEqual({ kind: 'hard', cause: 'unknown_user', status: '5.1.1' });
    expect(gravest([])).toBeNull();
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
