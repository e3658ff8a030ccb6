import type { parseDocument } from 'htmlparser2';
import { liquidPieces, simpleField } from '../../domain/content/liquid.ts';
import type { Mark, Run } from '../../domain/templates/rich-text.ts';

/** A node of a parsed document. */
export type MarkupNode = ReturnType<typeof parseDocument>['children'][number];
/** An element of a parsed document. */
export type MarkupElement = Extract<MarkupNode, { attribs: unknown }>;

/** How a stretch of text is set off where it stands. */
interface Manner {
  marks: Mark[];
  link: string | null;
}

const marks: Record<string, Mark> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  strike: 'strike',
  del: 'strike',
};

/** Whether a node is an element, and perhaps one of a name. */
export function isElement(node: MarkupNode, name?: string): node is MarkupElement {
  return 'attribs' in node && (name === undefined || node.name === name);
}

/** The words of nodes, white space closed up. */
export function wordsOf(nodes: readonly MarkupNode[]): string {
  const words = (node: MarkupNode): string => {
    if (node.type === 'text') return node.data;
    return isElement(node) && !['script', 'style'].includes(node.name) ? node.children.map(words).join('') : '';
  };
  return nodes.map(words).join('').replace(/\s+/g, ' ').trim();
}

/** An address that may be linked to; null for any other. */
export function linkOf(href: string | undefined): string | null {
  const link = href?.trim() ?? '';
  return /^(?:https?:\/\/|mailto:|tel:|sms:|\{\{)/i.test(link) && link.length <= 2000 ? link : null;
}

/** Text within a line as runs: marks, links, merge fields and ends of lines. */
export function runsOf(nodes: readonly MarkupNode[], manner: Manner = { marks: [], link: null }): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.type === 'text') return textRuns(node.data, manner);
    if (!isElement(node)) return [];
    if (node.name === 'br') return [{ kind: 'break' }];
    if (node.name === 'img' || node.name === 'script' || node.name === 'style') return [];
    const mark =
      marks[node.name] ?? (/font-weight\s*:\s*(?:bold|[6-9]00)/i.test(node.attribs.style ?? '') ? 'bold' : null);
    return runsOf(node.children, {
      marks: mark && !manner.marks.includes(mark) ? [...manner.marks, mark] : manner.marks,
      link: node.name === 'a' ? (linkOf(node.attribs.href) ?? manner.link) : manner.link,
    });
  });
}

function textRuns(text: string, { marks, link }: Manner): Run[] {
  const manner = { marks, link, colour: null };
  return liquidPieces(text.replace(/\s+/g, ' ')).flatMap((piece): Run[] => {
    if (piece.kind === 'text') return piece.source === '' ? [] : [{ kind: 'words', text: piece.source, ...manner }];
    const field = piece.kind === 'output' ? simpleField(piece.inner) : null;
    if (field && field.path.length > 1)
      return [{ kind: 'field', path: field.path.join('.'), fallback: field.fallback.slice(0, 200), ...manner }];
    return [];
  });
}

/** Runs without white space at their ends; null where nothing is left to read. */
export function trimmed(runs: readonly Run[]): Run[] | null {
  const left = [...runs];
  const isBlank = (run: Run | undefined) =>
    run !== undefined && (run.kind === 'break' || (run.kind === 'words' && run.text.trim() === ''));
  while (isBlank(left[0])) left.shift();
  while (isBlank(left.at(-1))) left.pop();
  const [first, last] = [left[0], left.at(-1)];
  if (!first || !last) return null;
  if (first.kind === 'words') left[0] = { ...first, text: first.text.trimStart() };
  const end = left.at(-1)!;
  if (end.kind === 'words') left[left.length - 1] = { ...end, text: end.text.trimEnd() };
  return left;
}
