/** How light a colour is for the eye, 0 for black and 1 for white, as WCAG 2 says. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well two colours can be told apart, from 1 to 21; text wants 4.5 at least, large text 3 (WCAG 2, AA). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A colour on its way to another one: 0 is itself, 1 the other. */
export function mixed(colour: string, other: string, share: number): string {
  const others = channels(other);
  const mix = channels(colour).map((channel, at) => Math.round(channel + (others[at]! - channel) * share));
  return `#${mix.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** A colour made lighter or darker until it can be read on a ground, and no further. */
export function readable(colour: string, ground: string, wanted = 4.5): string {
  const towards = luminance(ground) < 0.18 ? '#ffffff' : '#000000';
  for (let share = 0; share < 1; share += 0.05) {
    const tried = mixed(colour, towards, share);
    if (contrast(tried, ground) >= wanted) return tried;
  }
  return towards;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
