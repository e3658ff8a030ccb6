import { Schema, type MarkSpec, type Node as TextNode, type NodeSpec } from 'prosemirror-model';
import { fieldPath } from '../../../domain/templates/plain-text.ts';
import type { Align, Mark, Paragraph } from '../../../domain/templates/rich-text.ts';

const kindOf = (element: HTMLElement): Paragraph['kind'] => {
  const list = element.closest('ul, ol');
  const { kind = '' } = element.dataset;
  return list === null
    ? kind === 'bullet' || kind === 'number'
      ? kind
      : 'paragraph'
    : list.tagName === 'OL'
      ? 'number'
      : 'bullet';
};
const aligns: Record<string, Align> = { center: 'center', right: 'end', end: 'end' };
const attrsOf = (element: HTMLElement) => ({
  kind: kindOf(element),
  align: aligns[element.style.textAlign] ?? 'start',
});

const nodes: Record<'doc' | 'paragraph' | 'text' | 'field' | 'hard_break', NodeSpec> = {
  doc: { content: 'paragraph+' },
  paragraph: {
    content: 'inline*',
    attrs: { kind: { default: 'paragraph' }, align: { default: 'start' } },
    parseDOM: [
      { tag: 'p', getAttrs: attrsOf },
      ...['h1', 'h2', 'h3', 'h4', 'blockquote', 'pre'].map((tag) => ({ tag, getAttrs: attrsOf })),
      // What is pasted has a paragraph in the entry of a list or the cell of a table, or has none.
      ...['li', 'td', 'th'].map((tag) => ({
        tag,
        getAttrs: (element: HTMLElement) => (element.querySelector('p, div') ? (false as const) : attrsOf(element)),
      })),
    ],
    toDOM: ({ attrs }) => [
      'p',
      { 'data-kind': attrs.kind as string, style: `text-align: ${attrs.align as string}` },
      0,
    ],
  },
  text: { group: 'inline' },
  field: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { path: {}, fallback: { default: '' } },
    parseDOM: [
      {
        tag: 'span[data-field]',
        getAttrs: ({ dataset: { field = '', fallback = '' } }) =>
          fieldPath.test(field) && { path: field, fallback: fallback.slice(0, 200) },
      },
    ],
    toDOM: ({ attrs }) => [
      'span',
      { 'data-field': attrs.path as string, 'data-fallback': attrs.fallback as string },
      `{{ ${attrs.path as string} }}`,
    ],
  },
  hard_break: { group: 'inline', inline: true, selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
};

const plainMarks: Record<Mark, MarkSpec> = {
  bold: {
    parseDOM: [
      { tag: 'strong' },
      // Some put everything that they copy into a bold element that is not bold.
      { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
      { style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: () => ['strong', 0],
  },
  italic: { parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
  underline: { parseDOM: [{ tag: 'u' }], toDOM: () => ['u', 0] },
  strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }], toDOM: () => ['s', 0] },
};

/** Rich text as the editor holds it: paragraphs, each of a kind, with words, merge fields and line breaks. */
export const textSchema = new Schema({
  nodes,
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (element) => {
            const href = (element.getAttribute('href') ?? '').trim();
            // What is no address of a page or person leads nowhere, nor does one that is longer than a message keeps.
            return /^(?:https?:|mailto:|tel:|\{\{)/i.test(href) && href.length <= 2000 && { href };
          },
        },
      ],
      // Never a link that leads away from what is being written.
      toDOM: ({ attrs }) => ['span', { 'data-link': attrs.href as string, class: 'mail-link' }, 0],
    },
    colour: {
      attrs: { value: {} },
      toDOM: ({ attrs }) => ['span', { style: `color: ${attrs.value as string}` }, 0],
    },
    ...plainMarks,
  },
});

/** A node of the text. */
export type { TextNode };
