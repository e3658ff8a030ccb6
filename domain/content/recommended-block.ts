import type { MessageContent } from './content.ts';
import { liquidPieces } from './liquid.ts';
import type { MergeField } from './merge-data.ts';

/** The tag that stands for the block, in a body or a text part. */
export const recommendedTag = '{% recommended_content %}';

/** Something recommended to whoever gets the message. */
export interface MergeItem {
  title: string;
  description: string;
  url: string;
  imageUrl: string | null;
  /** Why, in a sentence. */
  reason: string;
}

/** What is recommended in a message, the best first; nothing stands where there is no more. */
export type MergeItems = Partial<Record<ItemPlace, MergeItem>>;

/** The places of a message that recommendations can have. */
export const itemPlaces = ['first', 'second', 'third'] as const;

/** One of `itemPlaces`. */
export type ItemPlace = (typeof itemPlaces)[number];

/** Puts items into the places of a message. */
export function placed(items: readonly MergeItem[]): MergeItems {
  return Object.fromEntries(itemPlaces.flatMap((place, at) => (items[at] ? [[place, items[at]]] : [])));
}

/** The merge fields of recommendations; whether there is one at a place is asked by `{% if content.first %}`. */
export const itemFields: readonly MergeField[] = itemPlaces.flatMap((place) => [
  { path: `content.${place}`, label: `Recommended, ${place}`, mayBeEmpty: false },
  ...(['title', 'description', 'url', 'imageUrl', 'reason'] as const).map((field) => ({
    path: `content.${place}.${field}`,
    label: `Recommended, ${place}: ${field}`,
    mayBeEmpty: false,
  })),
]);

/** Items that do not exist, to show a message and to try it out with. */
export const sampleItems: MergeItems = placed(
  ['A guide that fits', 'Another one', 'And a third'].map((title) => ({
    title,
    description: 'What it is about, in a sentence',
    url: 'https://example.test/guide',
    imageUrl: null,
    reason: 'Popular now',
  })),
);

/** Whether a part of a message names what is recommended, as the author wrote it or as it was written out. */
export function usesItems(part: string): boolean {
  return /\bcontent\.(?:first|second|third)\b/.test(part) || tagIn.test(part);
}

/** The message with its recommendations written out: three places with what there is of title, description and reason. */
export function withRecommended(content: MessageContent): MessageContent {
  if (!tagIn.test(content.body) && !tagIn.test(content.textBody ?? '')) return content;
  return {
    ...content,
    body: writtenOut(content.body, (before) => (content.format === 'mjml' ? blockInMjml(before) : htmlBlock)),
    textBody: content.textBody === null ? null : writtenOut(content.textBody, () => textBlock),
  };
}

const tagIn = /\{%-?\s*recommended_content\s*-?%\}/;

function writtenOut(template: string, blockAfter: (before: string) => string): string {
  let done = '';
  for (const piece of liquidPieces(template)) {
    const isTag = piece.kind === 'tag' && piece.inner === 'recommended_content';
    done += isTag ? blockAfter(done) : piece.source;
  }
  return done;
}

const each = (write: (item: string) => string): string =>
  itemPlaces.map((place) => `{% if content.${place} %}${write(`content.${place}`)}{% endif %}`).join('');

const inside = (item: string): string =>
  `<a href="{{ ${item}.url }}" style="font-weight:bold">{{ ${item}.title }}</a><br>` +
  `{% if ${item}.description != "" %}{{ ${item}.description }}<br>{% endif %}` +
  `<span style="font-size:12px;color:#5b6472">{{ ${item}.reason }}</span>`;

const htmlBlock = each((item) => `<p style="margin:0 0 16px">${inside(item)}</p>`);
const mjmlTexts = each((item) => `<mj-text>${inside(item)}</mj-text>`);
const textBlock = each((item) => `{{ ${item}.title }}: {{ ${item}.url }}\n{{ ${item}.reason }}\n\n`);

/** As much of the block as fits where it stands: texts in a column, a section of its own beside sections, plain HTML in a text. */
function blockInMjml(before: string): string {
  const isOpen = (name: string) => before.lastIndexOf(`<${name}`) > before.lastIndexOf(`</${name}`);
  if (['mj-text', 'mj-raw', 'mj-table'].some(isOpen)) return htmlBlock;
  if (isOpen('mj-column')) return mjmlTexts;
  return `<mj-section><mj-column>${mjmlTexts}</mj-column></mj-section>`;
}
