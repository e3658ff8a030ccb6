import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLook } from '../../test/factories/blocks.ts';
import { contrast, luminance } from './colour.ts';
import { darkLine, darkPalette, darkWords } from './dark-look.ts';
import { plainLook } from './look.ts';
import { colourOf, toneOf } from './tone.ts';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const darkGround = (ground: string) => darkPalette(plainLook, ground).surface;
/** How far two hues are from each other, in degrees. */
const turn = (one: number, other: number) => {
  const degrees = (Math.abs(one - other) * 180) / Math.PI;
  return Math.min(degrees, 360 - degrees);
};

describe('a message on a dark screen', () => {
  it('keeps the hue of a ground that was chosen, and lets none glare', () => {
    fc.assert(
      fc.property(anyColour, (ground) => {
        const dark = darkGround(ground);
        expect(luminance(dark)).toBeLessThan(0.18);
        // With a little less colour a ground at the edge may shine a hair more.
        expect(luminance(dark)).toBeLessThanOrEqual(luminance(ground) + 0.02);
        const [before, after] = [toneOf(ground), toneOf(dark)];
        // Of what is nearly grey the hue is chance: one channel of eight bits more or less turns it.
        if (before.strong > 0.03 && after.strong > 0.03) expect(turn(before.hue, after.hue)).toBeLessThan(8);
      }),
      { numRuns: 2000 },
    );
    expect(darkGround('#4c1d95')).toBe('#4c1d95');
    // A grey one is tinted as the message around it.
    expect(turn(toneOf(darkGround('#f8fafc')).hue, toneOf(darkPalette(plainLook).surface).hue)).toBeLessThan(8);
  });

  it('can be read on every ground, in whatever look and colour', () => {
    fc.assert(
      fc.property(anyLook, fc.option(anyColour), anyColour, (look, own, colour) => {
        const dark = darkPalette(look, own);
        // What is dark already stays as it was made.
        if (dark.surface === (own ?? look.surface)) return;
        for (const ink of [dark.text, dark.heading, dark.accent, dark.muted])
          expect(contrast(ink, dark.surface)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark.onAccent, dark.accent)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(darkWords(colour, '#ffffff', dark.surface), dark.surface)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 1000 },
    );
  });

  it('sets lines off from their ground as they were on the light one', () => {
    for (const [line, ground] of [
      ['#d7dbe0', '#ffffff'],
      ['#1c1917', '#ffffff'],
      ['#bbf7d0', '#f0fdf4'],
    ] as const) {
      const dark = darkGround(ground);
      const wanted = Math.min(Math.max(1.6, contrast(line, ground)), contrast('#ffffff', dark));
      expect(contrast(darkLine(line, ground, dark), dark)).toBeCloseTo(wanted, 0);
    }
    expect(darkLine('#374151', '#111827', '#111827')).toBe('#374151');
  });
});

it('knows every colour again by its tone', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      expect(colourOf(toneOf(colour))).toBe(colour);
    }),
  );
});
