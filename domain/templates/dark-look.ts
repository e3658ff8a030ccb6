import { contrast, luminance, mixed, readable } from './colour.ts';
import type { Look } from './look.ts';
import { colourOf, toneOf } from './tone.ts';

/** Colours of a message on a dark screen. */
export type Palette = Pick<Look, 'ground' | 'surface' | 'text' | 'muted' | 'heading' | 'accent' | 'onAccent'>;

/**
 * What becomes of a look where the reader's screen is dark: grounds go dark with a trace of their colour, what is written on them goes
 * light until it can be read. A look that is dark already stays. `own` is a ground that was chosen for a block: it stands for the surface.
 */
export function darkPalette(look: Look, own: string | null = null): Palette {
  const { ground, surface, text, muted, heading, accent, onAccent } = look;
  const isDark = luminance(surface) < 0.18;
  const dark = isDark ? surface : mixed('#1c1f26', accent, 0.06);
  const under = own === null ? dark : darkGround(own, dark);
  const around = isDark ? ground : mixed('#111318', accent, 0.04);
  return under === (own ?? surface)
    ? { ground: around, surface: under, text, muted, heading, accent, onAccent }
    : { ground: around, surface: under, ...writtenOn(look, under) };
}

function writtenOn(
  { text, muted, heading, accent, onAccent }: Look,
  dark: string,
): Omit<Palette, 'ground' | 'surface'> {
  const lit = setOff(accent, dark, 4.5);
  return {
    text: darkInk(text, dark),
    muted: readable(muted, dark),
    heading: readable(mixed(heading, '#ffffff', 0.9), dark, 7),
    accent: lit,
    onAccent: readable(onAccent, lit, 6),
  };
}

/** A ground with less colour than this (OKLCH) counts as grey. */
const nearlyGrey = 0.02;

/**
 * The dark counterpart of a ground: of the same hue, so dark that it does not glare; the deeper it was, the more of its colour is left.
 * A grey one takes the tint of the dark surface that it stands on. One that is dark already stays.
 */
function darkGround(ground: string, surface: string): string {
  const tone = toneOf(ground);
  const light = 0.28 + 0.4 * (1 - tone.light);
  if (tone.light <= light) return ground;
  const tint = tone.strong < nearlyGrey ? toneOf(surface) : { ...tone, strong: tone.strong * 0.7 };
  return colourOf({ ...tint, light });
}

/** The colour of a text that was dark on a light ground, on a dark one. */
export function darkInk(colour: string, dark: string): string {
  return readable(mixed(colour, '#ffffff', 0.85), dark, 7);
}

/** The colour of a line on a dark ground: of the same hue, and as much set off from it as it was on the light one, or so much that it is seen. */
export function darkLine(colour: string, light: string, dark: string): string {
  return light === dark ? colour : setOff(colour, dark, Math.max(1.6, contrast(colour, light)), true);
}

/** The colour of words that were given one, on a dark ground: lighter until they can be read, where the ground has changed at all. */
export function darkWords(colour: string, light: string, dark: string): string {
  return light === dark ? colour : setOff(colour, dark, 4.5);
}

/** A colour of the same hue that has at least this contrast to a dark ground: no lighter than that where it has less, or `exactly` says so. */
function setOff(colour: string, dark: string, wanted: number, exactly = false): string {
  if (!exactly && luminance(colour) > luminance(dark) && contrast(colour, dark) >= wanted) return colour;
  const tone = toneOf(colour);
  let [low, high] = [toneOf(dark).light, 1];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (contrast(colourOf({ ...tone, light: middle }), dark) < wanted) low = middle;
    else high = middle;
  }
  return colourOf({ ...tone, light: high });
}
