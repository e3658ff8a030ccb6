import type { Block, LeafBlock } from '../block.ts';
import { Look } from '../look.ts';
import type { Mark, Paragraph, RichText, Run } from '../rich-text.ts';
import { TemplateContent } from '../template.ts';

/** A finished template. */
export interface GalleryTemplate {
  key: string;
  name: string;
  description: string;
  tags: string[];
  content: TemplateContent;
}

type Surroundings = Partial<Pick<Block, 'padding' | 'background' | 'shownOn'>>;
type Align = Paragraph['align'];
/** A block that has no id yet: it gets one by its place. */
export type Piece = Record<string, unknown> & { kind: Block['kind'] };

/** Where a template leads to until somebody says where: the checks ask for it. */
export const somewhere = 'https://example.com/';

const token = /(\n)|\*\*([^*]+)\*\*|\{([a-zA-Z.]+)(?:\|([^}]*))?\}|\[([^\]]+)\]\(([^)]+)\)/g;

/** A line with `**bold**`, `{path|fallback}`, `[label](address)` and line breaks in it, as runs. */
function runsOf(line: string): Run[] {
  const words = (text: string, marks: Mark[] = [], link: string | null = null): Run[] =>
    text === '' ? [] : [{ kind: 'words', text, marks, link, colour: null }];
  const runs: Run[] = [];
  let done = 0;
  for (const match of line.matchAll(token)) {
    const [whole, isBreak, bold, path, fallback, label, link] = match;
    runs.push(...words(line.slice(done, match.index)));
    if (isBreak) runs.push({ kind: 'break' });
    else if (bold !== undefined) runs.push(...words(bold, ['bold']));
    else if (path !== undefined)
      runs.push({ kind: 'field', path, fallback: fallback ?? '', marks: [], link: null, colour: null });
    else runs.push(...words(label!, [], link));
    done = match.index + whole.length;
  }
  return [...runs, ...words(line.slice(done))];
}

/** Lines as paragraphs; one that begins with `- ` or `1. ` is an entry of a list. */
export function rich(lines: readonly string[], align: Align = 'start'): RichText {
  return lines.map((line) => {
    const entry = /^(- |\d\. )(.*)$/.exec(line);
    const kind = entry ? (entry[1] === '- ' ? 'bullet' : 'number') : 'paragraph';
    return { kind, align, runs: runsOf(entry ? entry[2]! : line) };
  });
}

/** A text of one or more lines. */
export const text = (lines: string | string[], { align, ...rest }: Surroundings & { align?: Align } = {}): Piece => ({
  kind: 'text',
  text: rich([lines].flat(), align),
  ...rest,
});
/** A heading of one line. */
export const heading = (
  line: string,
  level: 1 | 2 | 3 = 2,
  { align, ...rest }: Surroundings & { align?: Align } = {},
): Piece => ({ kind: 'heading', level, text: rich([line], align), ...rest });
/** A button; where it leads is the end of `somewhere`. */
export const button = (
  label: string,
  path: string,
  more: Surroundings & { align?: Align; wide?: boolean; colour?: string; labelColour?: string } = {},
): Piece => ({ kind: 'button', label, link: somewhere + path, ...more });
/** A line across. */
export const line = (more: Surroundings & { colour?: string; thickness?: number } = {}): Piece => ({
  kind: 'divider',
  ...more,
});
/** Empty room, in pixels. */
export const space = (height: number, more: Surroundings = {}): Piece => ({
  kind: 'spacer',
  height,
  padding: { y: 0, x: 0 },
  ...more,
});
/** A hero on its own ground. */
export const hero = (
  title: string,
  lines: string[],
  more: Surroundings & { button?: [label: string, path: string]; textColour?: string } = {},
): Piece => {
  const { button: push, ...rest } = more;
  return {
    kind: 'hero',
    heading: rich([title]),
    text: rich(lines),
    button: push ? { label: push[0], link: somewhere + push[1] } : null,
    ...rest,
  };
};
/** Cells beside each other, with their widths in percent. */
export const columns = (
  percents: number[],
  cells: Piece[][],
  more: Surroundings & { stacked?: boolean } = {},
): Piece => ({
  kind: 'columns',
  columns: cells.map((blocks, at) => ({ percent: percents[at]!, blocks })),
  ...more,
});
/** A card of what is recommended to the reader. */
export const recommended = (place: 'first' | 'second' | 'third', buttonLabel = 'Read it'): Piece => ({
  kind: 'card',
  item: { kind: 'recommended', place },
  buttonLabel,
  showReason: true,
});
/** The social links of the brand. */
export const social = (): Piece => ({ kind: 'social' });
/** The end of a message, with why one gets it. */
export const footer = (why: string): Piece => ({ kind: 'footer', text: rich([why], 'center') });

/** The content of a template: its blocks named by their places, whatever they leave out at its default. */
export function content(input: {
  subject: string;
  preheader: string;
  look: Partial<Look>;
  blocks: readonly Piece[];
}): TemplateContent {
  let made = 0;
  const named = (piece: Piece): unknown => ({
    id: `b${(made += 1)}`,
    ...piece,
    ...(piece.kind === 'columns' && {
      columns: (piece.columns as { percent: number; blocks: Piece[] }[]).map(({ percent, blocks }) => ({
        id: `c${(made += 1)}`,
        percent,
        blocks: blocks.map(named) as LeafBlock[],
      })),
    }),
  });
  return TemplateContent.parse({ ...input, look: Look.parse(input.look), blocks: input.blocks.map(named) });
}
