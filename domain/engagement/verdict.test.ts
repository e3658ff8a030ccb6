import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeHit, type Hit, type HitContext } from './verdict.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const sentAt = Date.parse('2026-06-03T09:00:00Z');

function click(seconds: number, linkIndex: number | null = 0, more: Partial<Hit> = {}): Hit {
  const at = sentAt + seconds * 1000;
  return { kind: 'click', at, isHead: false, userAgent: firefox, linkIndex, isHoneypot: false, ...more };
}

function open(seconds: number, userAgent: string | null = firefox): Hit {
  return { ...click(seconds, null), kind: 'open', userAgent };
}

function judge(hit: Hit, neighbours: Hit[] = [], more: Partial<HitContext> = {}) {
  return judgeHit(hit, { sentAt, linkCount: 10, neighbours, ...more });
}

describe('the verdict on a hit', () => {
  it.each<[string, Hit, Hit[], Partial<HitContext>, ...[string, string]]>([
    ['a click a minute later', click(60), [], {}, 'human', 'person'],
    ['HEAD', click(60, 0, { isHead: true }), [], {}, 'machine', 'head'],
    ['the hidden link', click(60, 9, { isHoneypot: true }), [], {}, 'machine', 'honeypot'],
    ['a program that says so', click(60, 0, { userAgent: 'curl/8.5.0' }), [], {}, 'machine', 'bot_agent'],
    ['a click a second after delivery', click(1), [], {}, 'machine', 'too_soon'],
    ['a click before the server had answered', click(-3), [], {}, 'machine', 'too_soon'],
    ['a click on what was never marked sent', click(60), [], { sentAt: null }, 'machine', 'too_soon'],
    ['beside the hidden link', click(60), [click(63, 9, { isHoneypot: true })], {}, 'machine', 'honeypot_neighbour'],
    ['long after the hidden link', click(90), [click(60, 9, { isHoneypot: true })], {}, 'human', 'person'],
    ['three links at once', click(60), [click(60.2, 1), click(61, 2)], {}, 'machine', 'burst'],
    ['both of two links at once', click(60), [click(60.2, 1)], { linkCount: 2 }, 'machine', 'burst'],
    ['two of ten links', click(60), [click(60.2, 1)], {}, 'human', 'person'],
    ['three links over six seconds', click(60), [click(57, 1), click(63, 2)], {}, 'human', 'person'],
    ['the same link three times', click(60), [click(60.5), click(61)], {}, 'human', 'person'],
    ['the only link there is', click(60), [], { linkCount: 1 }, 'human', 'person'],
    ['30 s after a burst', click(95), [click(64, 1), click(64.1, 2), click(64.2, 3)], {}, 'human', 'person'],
    ['nothing said of itself', click(60, 0, { userAgent: null }), [], {}, 'unknown', 'no_agent'],
    ['an open by a person', open(60), [], {}, 'human', 'person'],
    ['Apple privacy', open(60, 'Mozilla/5.0'), [], {}, 'machine', 'apple_privacy'],
    ['Gmail when looked at', open(60, gmail), [], {}, 'unknown', 'image_proxy'],
    ['Gmail on arrival', open(1, gmail), [], {}, 'machine', 'too_soon'],
    ['an open within a burst', open(60), [click(60, 1), click(61, 2), click(62, 3)], {}, 'machine', 'burst'],
  ])('%s', (...[, hit, neighbours, more, verdict, rule]) => {
    expect(judge(hit, [hit, ...neighbours], more)).toEqual({ verdict, rule });
  });

  it('finds no person in a scanner that follows every link within seconds, in any order and at any time', () => {
    const scans = fc.record({
      links: fc.integer({ min: 2, max: 30 }),
      start: fc.integer({ min: 3, max: 100_000 }),
      within: fc.integer({ min: 0, max: 3000 }),
      seeds: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
    });
    fc.assert(
      fc.property(scans, ({ links, start, within, seeds }) => {
        const hits = Array.from({ length: links }, (_, link) => click(start + (seeds[link]! * within) / 1000, link));
        return hits.every((hit) => judge(hit, hits, { linkCount: links }).verdict === 'machine');
      }),
    );
  });

  it('does not depend on the order of the neighbours', () => {
    const hits = fc.array(
      fc.record({ second: fc.integer({ min: 3, max: 30 }), link: fc.integer({ min: 0, max: 5 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(hits, (drawn) => {
        const made = drawn.map(({ second, link }) => click(second, link));
        expect(judge(made[0]!, [...made].reverse(), { linkCount: 6 })).toEqual(judge(made[0]!, made, { linkCount: 6 }));
      }),
    );
  });
});
