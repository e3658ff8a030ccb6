import type { Mark as TextMark, Node as TextNode } from 'prosemirror-model';
import type { Mark, Paragraph, RichText, Run } from '../../../domain/templates/rich-text.ts';
import { textSchema } from './text-schema.ts';

const { nodes, marks } = textSchema;
const plain = ['bold', 'italic', 'underline', 'strike'] as const satisfies readonly Mark[];

/** Rich text as the document of the editor, which has a paragraph at least. */
export function documentOf(text: RichText): TextNode {
  const paragraphs = text.map(({ kind, align, runs }) =>
    nodes.paragraph.create(
      { kind, align },
      runs.flatMap((run) => nodeOf(run) ?? []),
    ),
  );
  return nodes.doc.create(null, paragraphs.length > 0 ? paragraphs : [nodes.paragraph.create()]);
}

function nodeOf(run: Run): TextNode | null {
  if (run.kind === 'break') return nodes.hard_break.create();
  const of = [
    ...(run.link === null ? [] : [marks.link.create({ href: run.link })]),
    ...(run.colour === null ? [] : [marks.colour.create({ value: run.colour })]),
    ...plain.filter((name) => run.marks.includes(name)).map((name) => marks[name].create()),
  ];
  if (run.kind === 'field') return nodes.field.create({ path: run.path, fallback: run.fallback }, null, of);
  return run.text === '' ? null : textSchema.text(run.text, of);
}

/** The document of the editor as rich text. */
export function textOf(document: TextNode): RichText {
  return document.children.map(({ attrs, children }) => ({
    kind: attrs.kind as Paragraph['kind'],
    align: attrs.align as Paragraph['align'],
    runs: children.flatMap(runsOf),
  }));
}

/** A run has so many characters at most (domain/templates/rich-text.ts); half a character is never left at its end. */
const mostOfRun = /[^]{1,19999}[^\ud800-\udbff]?/g;

function runsOf(node: TextNode): Run[] {
  if (node.type === nodes.hard_break) return [{ kind: 'break' }];
  const found = (name: 'link' | 'colour'): TextMark | undefined => node.marks.find(({ type }) => type === marks[name]);
  const marked = {
    marks: plain.filter((name) => node.marks.some(({ type }) => type === marks[name])),
    link: (found('link')?.attrs.href as string | undefined) ?? null,
    colour: (found('colour')?.attrs.value as string | undefined) ?? null,
  };
  if (node.type === nodes.field)
    return [{ kind: 'field', path: node.attrs.path as string, fallback: node.attrs.fallback as string, ...marked }];
  return (node.text ?? '').match(mostOfRun)?.map((text) => ({ kind: 'words', text, ...marked })) ?? [];
}
