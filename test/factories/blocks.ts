import fc from 'fast-check';
import { Blocks, type Block } from '../../domain/templates/block.ts';
import { Look } from '../../domain/templates/look.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
/** Words as people type them, and as nobody should. */
const words = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    'Hello',
    '{{ person.email }}',
    '{% if x %}',
    '</mj-text>',
    '<b>',
    '&amp;',
    '"quoted"',
    "it's",
    'שלום',
    '{{',
    '}}',
    '-->',
  ),
);
const label = fc.oneof(
  fc.string({ maxLength: 20 }).map((text) => text.replace(/[{}]/g, '')),
  fc.constantFrom('Go', '{{ person.firstName | default: "you" }}', '<i>"x"</i>'),
);
const link = fc.constantFrom('https://shop.test/a?b=1&c=2', 'mailto:a@b.test', 'https://x.test/{{ person.city }}', '');
const marks = fc.uniqueArray(fc.constantFrom('bold', 'italic', 'underline', 'strike'), { maxLength: 4 });
const run = fc.oneof(
  fc.record({ kind: fc.constant('words'), text: words, marks, link: maybe(link), colour: maybe(colour) }),
  fc.record({ kind: fc.constant('field'), path: fc.constant('person.firstName'), fallback: words, marks }),
  fc.constant({ kind: 'break' }),
);
const align = fc.constantFrom('start', 'center', 'end');
const richText = fc.array(
  fc.record({ kind: fc.constantFrom('paragraph', 'bullet', 'number'), align, runs: fc.array(run, { maxLength: 4 }) }),
  { maxLength: 4 },
);
const image = maybe(
  fc.record({ url: fc.constantFrom('https://x.test/i.png', ''), width: maybe(fc.integer({ min: 1, max: 3000 })) }),
);
const around = {
  padding: maybe(fc.record({ y: fc.integer({ min: 0, max: 96 }), x: fc.integer({ min: 0, max: 96 }) })),
  background: maybe(colour),
  shownOn: fc.constantFrom('all', 'phone', 'desktop'),
};
const kind = <K extends string, T extends object>(name: K, fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record({ kind: fc.constant(name), ...around, ...fields });

const inColumn = fc.oneof(
  kind('text', { text: richText }),
  kind('heading', { text: richText, level: fc.constantFrom(1, 2, 3) }),
  kind('image', { image, alt: words, widthPercent: fc.integer({ min: 10, max: 100 }), align, link: maybe(link) }),
  kind('button', { label, link, align, wide: fc.boolean(), colour: maybe(colour) }),
  kind('divider', { thickness: fc.integer({ min: 1, max: 12 }) }),
  kind('spacer', { height: fc.integer({ min: 4, max: 200 }) }),
  kind('social', { links: fc.array(fc.record({ network: fc.constant('linkedin'), url: link }), { maxLength: 3 }) }),
  kind('card', { item: fc.record({ kind: fc.constant('recommended'), place: fc.constantFrom('first', 'third') }) }),
  kind('html', { html: fc.oneof(words, fc.constant('<table><tr><td>x</td></tr></table>'), fc.constant('<p>open')) }),
);
const leaf = fc.oneof(
  { arbitrary: inColumn, weight: 6 },
  {
    arbitrary: kind('hero', {
      image,
      alt: words,
      heading: richText,
      text: richText,
      button: maybe(fc.record({ label, link })),
    }),
    weight: 1,
  },
  { arbitrary: kind('footer', { text: richText, align }), weight: 1 },
);
const columns = kind('columns', {
  columns: fc.array(fc.record({ blocks: fc.array(inColumn, { maxLength: 3 }) }), { minLength: 2, maxLength: 4 }),
  stacked: fc.boolean(),
});
const inCondition = fc.array(fc.oneof({ arbitrary: leaf, weight: 4 }, { arbitrary: columns, weight: 1 }), {
  maxLength: 3,
});
const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } };
const condition = kind('condition', { rule: maybe(fc.constant(rule)), blocks: inCondition, otherwise: inCondition });

/** Any blocks that the schema takes, named by where they stand. */
export const anyBlocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.oneof({ arbitrary: leaf, weight: 6 }, { arbitrary: columns, weight: 2 }, { arbitrary: condition, weight: 2 }),
    { maxLength: 8 },
  )
  .map((blocks) => {
    let made = 0;
    const named = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(named);
      if (typeof value !== 'object' || value === null) return value;
      const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
      const isBlock = 'shownOn' in value;
      const cells = inner.kind === 'columns' ? (inner.columns as object[]) : [];
      return {
        ...inner,
        ...(isBlock && { id: `b${(made += 1)}` }),
        ...(inner.kind === 'columns' && {
          columns: cells.map((cell, at) => ({
            ...cell,
            id: `c${(made += 1)}`,
            percent: at === 0 ? 100 - 20 * (cells.length - 1) : 20,
          })),
        }),
      };
    };
    return Blocks.parse(named(blocks));
  });

/** Any look that the schema takes. */
export const anyLook: fc.Arbitrary<Look> = fc
  .record({
    ground: colour,
    surface: colour,
    text: colour,
    accent: colour,
    headingFont: fc.constantFrom('sans', 'serif', 'rounded'),
    textSize: fc.integer({ min: 12, max: 22 }),
    width: fc.integer({ min: 320, max: 720 }),
    direction: fc.constantFrom('ltr', 'rtl'),
  })
  .map((look) => Look.parse(look));
