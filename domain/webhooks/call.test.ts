import { describe, expect, it } from 'vitest';
import { judgeAnswer, mostAttempts, problemWords, type CallAnswer } from './call.ts';
import { refuseTarget } from './target.ts';

const answered = (status: number, retryAfterSeconds: number | null = null): CallAnswer => ({
  kind: 'answered',
  status,
  retryAfterSeconds,
});
const judge = (answer: CallAnswer, attempts = 1, random = 0.5) => judgeAnswer(answer, { attempts, random });

describe('what an answer to a call means', () => {
  it.each([200, 201, 202, 204, 299])('%i is what was wanted', (status) =>
    expect(judge(answered(status))).toEqual({ kind: 'done', status }),
  );

  it.each([301, 302, 307, 308])('%i is not followed and not tried again', (status) =>
    expect(judge(answered(status))).toEqual({ kind: 'givenUp', problem: 'redirect', status }),
  );

  it.each([400, 401, 404, 410, 422])('%i is the call’s own fault', (status) =>
    expect(judge(answered(status))).toMatchObject({ kind: 'givenUp', problem: `http_${status}` }),
  );

  it.each([408, 425, 429, 500, 502, 503])('%i is tried again', (status) =>
    expect(judge(answered(status))).toMatchObject({ kind: 'again', problem: `http_${status}`, status }),
  );

  it('waits longer each time, never more than six hours, and as long as it is asked to within that', () => {
    const waits = Array.from({ length: mostAttempts - 1 }, (_, index) => judge(answered(503), index + 1));
    expect(waits.map((wait) => (wait.kind === 'again' ? wait.afterMs / 1000 : null))).toEqual([
      30, 120, 480, 1920, 7680, 21_600, 21_600,
    ]);
    expect(judge(answered(503), mostAttempts)).toMatchObject({ kind: 'givenUp' });
    expect(judge(answered(429, 600))).toMatchObject({ afterMs: 600_000 });
    expect(judge(answered(429, 1_000_000))).toMatchObject({ afterMs: 6 * 3_600_000 });
    expect(judge(answered(503), 1, 0)).toMatchObject({ afterMs: 24_000 });
    expect(judge(answered(503), 1, 1)).toMatchObject({ afterMs: 36_000 });
  });

  it('tries a passing trouble again and a lasting one never', () => {
    expect(judge({ kind: 'failed', problem: 'timeout' })).toMatchObject({ kind: 'again', status: null });
    expect(judge({ kind: 'failed', problem: 'no_secret' })).toMatchObject({ kind: 'again' });
    expect(judge({ kind: 'failed', problem: 'inner_address' })).toMatchObject({ kind: 'givenUp' });
  });

  it('says a problem in words', () => {
    expect(problemWords('http_503')).toBe('it answered 503');
    expect(problemWords('timeout')).toBe('it did not answer in time');
  });
});

describe('what may be called at all', () => {
  it.each([
    'https://example.com/hook',
    'https://example.com:8443/a?b=c',
    'http://127.0.0.1:9999/',
    'http://localhost/x',
  ])('takes %s', (url) => expect(refuseTarget(url)).toBeNull());
  it.each([
    ['no address', 'example', 'web address'],
    ['another protocol', 'ftp://example.com/', 'https://'],
    ['plain text', 'http://example.com/', 'personal data'],
    ['a password', 'https://a:b@example.com/', 'password'],
    ['a private network', 'https://192.168.0.1/', 'inner network'],
    ['a private network as one number', 'https://3232235521/', 'inner network'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest', 'inner network'],
    ['IPv4 in IPv6', 'https://[::ffff:10.0.0.1]/', 'inner network'],
  ])('refuses %s', (_, url, why) => expect(refuseTarget(url)).toContain(why));
});
