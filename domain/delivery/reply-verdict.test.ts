import { describe, expect, it } from 'vitest';
import type { SmtpStage } from './reply-verdict.ts';
import { judgeReply, outcomeOfRefusal } from './reply-verdict.ts';

function judge(code: number, enhanced: string | null, text = '', { stage = 'rcpt' as SmtpStage, attempt = 1 } = {}) {
  return judgeReply({ code, enhanced, text, stage }, attempt);
}

describe('a permanent refusal', () => {
  it.each([
    [550, '5.1.1', 'no such user', 'hard', true],
    [550, null, 'User unknown', 'hard', true],
    [550, '5.1.2', 'host unknown', 'hard', false],
    [550, '5.7.1', 'blocked by policy', 'policy', false],
    [554, null, 'your message looks like spam', 'policy', false],
    [552, '5.2.2', 'mailbox full', 'soft', false],
    [550, null, 'rejected', 'soft', false],
  ] as [number, string | null, string, string, boolean][])(
    '%i %s %s is %s',
    (...[code, enhanced, text, kind, suppress]) => {
      expect(judge(code, enhanced, text)).toMatchObject({ kind, suppress, retryAfterSeconds: null });
    },
  );

  it('for want of authentication stops the sender and spares the address', () => {
    expect(judge(550, '5.7.515', 'Access denied')).toMatchObject({
      kind: 'policy',
      suppress: false,
      pauseSender: true,
    });
  });

  it('of our own address or of the size is no fault of the recipient', () => {
    expect(judge(550, '5.1.1', 'user unknown', { stage: 'mail' })).toMatchObject({ kind: 'policy', suppress: false });
    expect(judge(552, '5.3.4', 'too big', { stage: 'data' })).toMatchObject({ kind: 'policy', suppress: false });
  });
});

it.each([
  ['smtp_550_5.1.2', 'hard', 'unknown_host'],
  ['smtp_552_5.2.2', 'soft', 'mailbox_full'],
  ['smtp_451_4.7.1', 'soft', undefined],
  ['smtp_550_5.7.1', 'policy', 'policy'],
])('what was kept as %s counts as %s', (reason, kind, cause) => {
  expect(outcomeOfRefusal(reason)).toMatchObject({ kind, ...(cause ? { cause } : {}) });
  expect(outcomeOfRefusal('frequency_cap')).toBeNull();
});

describe('a refusal for now', () => {
  it('is tried again, later each time, and given up in the end', () => {
    const waits = Array.from(
      { length: 12 },
      (_, i) => judge(451, '4.7.1', 'greylisted', { attempt: i + 1 }).retryAfterSeconds,
    );
    const tries = waits.filter((wait) => wait !== null);
    expect(tries).toEqual([...tries].sort((a, b) => a - b));
    expect(tries.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(2 * 86_400 - 86_400 / 2);
    expect(waits.at(-1)).toBeNull();
    expect(judge(451, null, '', { attempt: 12 }).kind).toBe('soft');
  });

  it('with 421, or for the rate, slows the domain; a full mailbox does not', () => {
    expect(judge(421, '4.3.2', 'shutting down').slowDomainSeconds).toBeGreaterThan(0);
    expect(judge(450, '4.7.28', 'too many messages').slowDomainSeconds).toBeGreaterThan(0);
    expect(judge(451, '4.7.650', 'deferred').slowDomainSeconds).toBeGreaterThan(0);
    expect(judge(451, '4.7.1', 'Greylisted, come back later').slowDomainSeconds).toBeNull();
    expect(judge(452, '4.2.2', 'over quota').slowDomainSeconds).toBeNull();
    expect(judge(421, '4.3.2', '').suppress).toBe(false);
  });
});
