/** A colour by how light it is for the eye (0 to 1), how strong (0 is grey), and its hue (radians): OKLCH, as CSS Color 4 defines it. */
export interface Tone {
  light: number;
  strong: number;
  hue: number;
}

/** The tone of a colour. */
export function toneOf(colour: string): Tone {
  const [red, green, blue] = [1, 3, 5].map((at) => toLinear(parseInt(colour.slice(at, at + 2), 16) / 255)) as Three;
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  const light = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  return { light, strong: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** The colour of a tone; where no screen can show it, a weaker one of the same hue. */
export function colourOf(tone: Tone): string {
  for (let share = 1; share > 0; share -= 0.05) {
    const channels = channelsOf({ ...tone, strong: tone.strong * share });
    if (channels.every((channel) => channel > -0.0005 && channel < 1.0005)) return written(channels);
  }
  return written(channelsOf({ ...tone, strong: 0 }));
}

type Three = [number, number, number];

function channelsOf({ light, strong, hue }: Tone): Three {
  const [a, b] = [strong * Math.cos(hue), strong * Math.sin(hue)];
  const long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function toLinear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function written(channels: Three): string {
  const bytes = channels.map((linear) => {
    const share = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, share)) * 255);
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
