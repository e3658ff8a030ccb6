import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyReader, scrubText } from './reply.ts';

describe('answers', () => {
  const wire = '250-one\r\n250-two\r\n250 three\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n354\r\n421 4.3.2 bye\n';
  const expected = [
    { code: 250, enhanced: null, text: 'one two three' },
    { code: 550, enhanced: '5.1.1', text: 'no such user' },
    { code: 354, enhanced: null, text: '' },
    { code: 421, enhanced: '4.3.2', text: 'bye' },
  ];

  it('are the same however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const reader = new ReplyReader();
        const replies = [];
        for (let at = 0, n = 0; at < wire.length; n += 1) {
          const size = sizes[n % sizes.length]!;
          replies.push(...reader.read(wire.slice(at, at + size)));
          at += size;
        }
        expect(replies).toEqual(expected);
      }),
    );
  });

  it('that are none, or without end, are refused', () => {
    expect(() => new ReplyReader().read('HTTP/1.1 400 Bad Request\r\n')).toThrow();
    const endless = new ReplyReader();
    expect(() => {
      for (let i = 0; i < 2_000; i += 1) endless.read(`250-${'x'.repeat(100)}\r\n`);
    }).toThrow();
    expect(() => new ReplyReader().read('2'.repeat(70_000))).toThrow();
  });
});

describe('text that is kept', () => {
  it.each([
    ['<ada@mail.test>: no such user', '<…>: no such user'],
    ['no such user Ada@Mail.test', 'no such user <…>'],
    ['mailbox ADA is full', 'mailbox <…> is full'],
    ['ok: queued as 12AB34', 'ok: queued as 12AB34'],
    ['see mailto:ada@mail.test?x', 'see mailto:<…>'],
    ['rejected someone.else@other.test (ada)', 'rejected <…> (<…>)'],
    ['a\u0007b', 'a b'],
  ])('%j becomes %j', (text, clean) => {
    expect(scrubText(text, 'ada@mail.test')).toBe(clean);
  });

  it('is short, and read in linear time', () => {
    const before = process.cpuUsage();
    expect(scrubText('x'.repeat(60_000), 'ada@mail.test').length).toBeLessThanOrEqual(200);
    expect(scrubText('ü'.repeat(60_000), 'ada@mail.test').length).toBeLessThanOrEqual(200);
    expect(process.cpuUsage(before).user / 1_000, 'milliseconds of CPU').toBeLessThan(500);
  });
});
