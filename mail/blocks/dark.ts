/**
 * What of an element a dark screen recolours: the ground (g) of a section or cell, the text (t) in a cell, the line (d) in it, the button
 * (b) in it with its label, or words (w): a link, a span, a paragraph.
 */
type Kind = keyof typeof selectors;

// Words come last: they have a colour of their own within a text.
const selectors = {
  // MJML puts the class of the whole message on the body, and its ground on the element in it too.
  g: ['', '>table', '>div'],
  t: [' div', ' p', ' li', ' td', ' h1', ' h2', ' h3'],
  d: [' p'],
  b: [' td', ' a', ' p'],
  w: ['a', 'span', 'p'],
} as const;

/** The class of an element that gets these colours on a dark screen: it names them, so that the style sheet follows from the classes alone. */
export function darkClass(kind: Kind, ...colours: string[]): string {
  return `sc-${kind}${colours.map((colour) => colour.slice(1)).join('')}`;
}

/** The rules of a style sheet for all classes of this kind that are used in a markup, each once. */
export function darkRules(markup: string): string[] {
  const used = new Map<string, { kind: Kind; colours: string[] }>();
  for (const [name, kind, one, other] of markup.matchAll(/\bsc-([gtdbw])([0-9a-f]{6})([0-9a-f]{6})?\b/g))
    used.set(name, { kind: kind as Kind, colours: [one!, ...(other ? [other] : [])].map((hex) => `#${hex}`) });
  const order = Object.keys(selectors);
  return [...used]
    .sort(([, a], [, b]) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(([name, { kind, colours }]) => `${where(kind, name)}{${declarations(kind, colours)}}`);
}

function where(kind: Kind, name: string): string {
  return selectors[kind].map((part) => (kind === 'w' ? `${part}.${name}` : `.${name}${part}`)).join();
}

function declarations(kind: Kind, [colour = '', label = '']: readonly string[]): string {
  const ground = `background:${colour}!important;background-color:${colour}!important`;
  switch (kind) {
    case 'g':
      return ground;
    case 't':
      return `color:${colour}!important`;
    case 'd':
      return `border-top-color:${colour}!important`;
    case 'b':
      return `${ground};color:${label}!important`;
    case 'w':
      return `color:${colour}!important;border-color:${colour}!important`;
  }
}
