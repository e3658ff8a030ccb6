import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';
import { leadSourceOf, readSource } from './touch.ts';

describe('text from anywhere', () => {
  it('never ends within a character, holds no half of one and no zero', () => {
    expect(cleanText('ab😀', 3)).toBe('ab');
    expect(cleanText('a\u0000b', 9)).toBe('ab');
    expect(cleanText('\ud83d\ud83d\ude00', 9)).toBe('😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, most) => {
        const clean = cleanText(text, most);
        expect(() => encodeURIComponent(clean)).not.toThrow();
        expect(clean.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('is what the parts of a tag become, also those that an address hides', () => {
    const { utm } = readSource({
      url: `https://a.example/?utm_source=${'a'.repeat(499)}😀&utm_medium=x%00y`,
      referrer: null,
      campaign: null,
    });
    expect(utm).toEqual({ source: 'a'.repeat(499), medium: 'xy' });
    const touch = {
      at: '2026-01-01T00:00:00Z',
      kind: 'form',
      campaignId: null,
      url: null,
      referrer: null,
      clickIds: {},
    };
    expect(leadSourceOf({ ...touch, utm: { source: `${'a'.repeat(199)}😀` } })).toBe('a'.repeat(199));
  });
});
