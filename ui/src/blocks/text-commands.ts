import {
  chainCommands,
  deleteSelection,
  exitCode,
  splitBlockAs,
  toggleMark,
  joinBackward,
  baseKeymap,
} from 'prosemirror-commands';
import type { Attrs, Node as TextNode } from 'prosemirror-model';
import { NodeSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import type { Align, Mark, Paragraph } from '../../../domain/templates/rich-text.ts';
import { textSchema } from './text-schema.ts';

const { nodes, marks } = textSchema;

/** Sets off what is chosen, or what is written next; takes it back where it is set off already. */
export const mark = (name: Mark): Command => toggleMark(marks[name]);

/** Makes the chosen paragraphs entries of a list; plain ones again where they all are. */
export function listOf(kind: Exclude<Paragraph['kind'], 'paragraph'>): Command {
  return (state, dispatch) => {
    const isAll = chosenParagraphs(state).every(({ node }) => node.attrs.kind === kind);
    return setParagraphs({ kind: isAll ? 'paragraph' : kind })(state, dispatch);
  };
}

/** Lets the chosen paragraphs keep to a side. */
export const alignTo = (align: Align): Command => setParagraphs({ align });

function setParagraphs(attrs: Attrs): Command {
  return (state, dispatch) => {
    dispatch?.(
      chosenParagraphs(state).reduce<Transaction>(
        (change, { node, at }) => change.setNodeMarkup(at, null, { ...node.attrs, ...attrs }),
        state.tr,
      ),
    );
    return true;
  };
}

function chosenParagraphs({ doc, selection: { from, to } }: EditorState): { node: TextNode; at: number }[] {
  const found: { node: TextNode; at: number }[] = [];
  doc.nodesBetween(from, to, (node, at) => {
    if (node.type === nodes.paragraph) found.push({ node, at });
  });
  return found;
}

/** Puts a merge field where one writes. */
export function insertField(path: string, fallback: string): Command {
  return (state, dispatch) => {
    const field = nodes.field.create({ path, fallback }, null, state.storedMarks ?? state.selection.$from.marks());
    dispatch?.(state.tr.replaceSelectionWith(field, false).scrollIntoView());
    return true;
  };
}

/** Says what stands where the chosen merge field is empty. */
export function setFallback(fallback: string): Command {
  return ({ selection, tr }, dispatch) => {
    if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.field) return false;
    const change = tr.setNodeMarkup(selection.from, null, { ...selection.node.attrs, fallback }, selection.node.marks);
    dispatch?.(change.setSelection(NodeSelection.create(change.doc, selection.from)));
    return true;
  };
}

/** Links what is chosen, or the whole link in which one stands; an empty address takes the link away. */
export function linkTo(href: string): Command {
  return (state, dispatch) => {
    const { from, to } = linkedRange(state);
    if (from === to) return false;
    const change = state.tr.removeMark(from, to, marks.link);
    dispatch?.(href === '' ? change : change.addMark(from, to, marks.link.create({ href })));
    return true;
  };
}

/** Colours what is chosen; null is the colour of the text around it. */
export function colour(value: string | null): Command {
  return ({ selection: { from, to }, tr }, dispatch) => {
    if (from === to) return false;
    const change = tr.removeMark(from, to, marks.colour);
    dispatch?.(value === null ? change : change.addMark(from, to, marks.colour.create({ value })));
    return true;
  };
}

/** What is chosen; where nothing is, the link around it. */
function linkedRange({ doc, selection: { from, to, $from } }: EditorState): { from: number; to: number } {
  if (from !== to) return { from, to };
  const link = marks.link.isInSet($from.marks()) ?? $from.nodeAfter?.marks.find(({ type }) => type === marks.link);
  if (!link) return { from, to };
  let [begin, end] = [from, from];
  const start = $from.start();
  doc.nodesBetween(start, $from.end(), (node, at) => {
    const isBeside = at <= end && at + node.nodeSize >= begin;
    if (node.isInline && isBeside && link.isInSet(node.marks)) {
      begin = Math.min(begin, at);
      end = Math.max(end, at + node.nodeSize);
    }
  });
  return { from: begin, to: end };
}

/** An entry of a list goes on as one; an empty one ends the list. */
const newParagraph: Command = (state, dispatch) => {
  const { parent } = state.selection.$from;
  if (parent.attrs.kind !== 'paragraph' && parent.childCount === 0)
    return setParagraphs({ kind: 'paragraph' })(state, dispatch);
  return splitBlockAs((node) => ({ type: nodes.paragraph, attrs: node.attrs }))(state, dispatch);
};

/** At its beginning an entry of a list becomes a paragraph. */
const leaveList: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.attrs.kind === 'paragraph') return false;
  return setParagraphs({ kind: 'paragraph' })(state, dispatch);
};

const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

/** The keys of the text; undo and redo are those of the whole message. */
export const textKeys: Record<string, Command> = {
  ...baseKeymap,
  'Mod-b': mark('bold'),
  'Mod-i': mark('italic'),
  'Mod-u': mark('underline'),
  'Mod-Shift-x': mark('strike'),
  'Mod-Shift-7': listOf('number'),
  'Mod-Shift-8': listOf('bullet'),
  Enter: newParagraph,
  'Shift-Enter': lineBreak,
  Backspace: chainCommands(deleteSelection, leaveList, baseKeymap.Backspace ?? joinBackward),
};

/** What the tools show of where one stands. */
export interface TextState {
  marks: Mark[];
  kind: Paragraph['kind'];
  align: Align;
  link: string | null;
  colour: string | null;
  /** Whether something is chosen, so that it can be linked or coloured. */
  isRange: boolean;
  /** The merge field that is chosen. */
  field: { path: string; fallback: string } | null;
}

/** What is true where one writes, or of what is chosen. */
export function stateOfText(state: EditorState): TextState {
  const { from, to, $from, empty } = state.selection;
  const here = state.storedMarks ?? $from.marks();
  const has = (name: Mark): boolean =>
    empty ? marks[name].isInSet(here) !== undefined : state.doc.rangeHasMark(from, to, marks[name]);
  const firstMarks = empty ? here : (state.doc.nodeAt(from)?.marks ?? here);
  const paragraph = chosenParagraphs(state)[0]?.node;
  const chosen = state.selection instanceof NodeSelection ? state.selection.node : null;
  const link = linkedRange(state);
  return {
    marks: (['bold', 'italic', 'underline', 'strike'] as const).filter(has),
    kind: (paragraph?.attrs.kind as Paragraph['kind'] | undefined) ?? 'paragraph',
    align: (paragraph?.attrs.align as Align | undefined) ?? 'start',
    link:
      (state.doc.nodeAt(link.from)?.marks.find(({ type }) => type === marks.link)?.attrs.href as string | undefined) ??
      null,
    colour: (firstMarks.find(({ type }) => type === marks.colour)?.attrs.value as string | undefined) ?? null,
    isRange: link.from !== link.to,
    field: chosen?.type === nodes.field ? (chosen.attrs as { path: string; fallback: string }) : null,
  };
}
