import { luminance, mixed, readable } from './colour.ts';
import type { Look } from './look.ts';

/** Colours of a message on a dark screen. */
export type Palette = Pick<Look, 'ground' | 'surface' | 'text' | 'muted' | 'heading' | 'accent' | 'onAccent'>;

/**
 * What becomes of a look where the reader's screen is dark: grounds go dark with a trace of their colour, what is written on them goes
 * light until it can be read. A look that is dark already stays.
 */
export function darkPalette(look: Look): Palette {
  const { ground, surface, text, muted, heading, accent, onAccent } = look;
  if (luminance(surface) < 0.18) return { ground, surface, text, muted, heading, accent, onAccent };
  const darkSurface = mixed('#1c1f26', accent, 0.06);
  return {
    ground: mixed('#111318', accent, 0.04),
    surface: darkSurface,
    text: readable(mixed(text, '#ffffff', 0.85), darkSurface, 7),
    muted: readable(muted, darkSurface),
    heading: readable(mixed(heading, '#ffffff', 0.9), darkSurface, 7),
    accent: readable(accent, darkSurface),
    onAccent: readable(onAccent, readable(accent, darkSurface)),
  };
}
