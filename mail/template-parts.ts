import type { Liquid } from 'liquidjs';
import { Context } from 'liquidjs';
import type { LiquidPiece, SimpleField } from '../domain/content/liquid.ts';
import { fieldText, liquidPieces, simpleField } from '../domain/content/liquid.ts';

/** A template cut where it differs from person to person. */
export type TemplatePart =
  | { kind: 'literal'; text: string }
  /** Filled without the engine. */
  | { kind: 'field'; field: SimpleField }
  /** The click address of the link with this index. */
  | { kind: 'link'; index: number }
  /** One of the message's own addresses. */
  | { kind: 'address'; name: MessageAddress }
  /** Liquid that only the engine can run: a whole block, or an output with filters. */
  | { kind: 'liquid'; templates: ReturnType<Liquid['parse']> };

/** Addresses that the message's tokens give. */
export type MessageAddress = 'unsubscribeUrl' | 'preferencesUrl' | 'openUrl' | 'confirmUrl';

const addresses: ReadonlySet<string> = new Set<MessageAddress>([
  'unsubscribeUrl',
  'preferencesUrl',
  'openUrl',
  'confirmUrl',
]);
const mergeRoots: ReadonlySet<string> = new Set(['person', 'tenant', 'campaign']);
const opening = new Set(['if', 'unless', 'case', 'for', 'capture', 'comment']);

/** Cuts a template into parts; blocks such as `{% if %}` stay whole. Throws where the Liquid cannot be parsed. */
export function templateParts(template: string, engine: Liquid): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let block = '';
  let depth = 0;
  let trimNext = false;
  for (const piece of liquidPieces(template)) {
    if (piece.kind === 'text') {
      if (depth > 0) block += piece.source;
      else literal(parts, trimNext ? piece.source.trimStart() : piece.source);
      if (depth === 0) trimNext = false;
      continue;
    }
    if (depth === 0 && /^\{[{%]-/.test(piece.source)) trimLast(parts);
    if (depth > 0 || piece.kind === 'tag') {
      block += piece.source;
      if (piece.kind === 'tag') depth += opening.has(piece.name) ? 1 : piece.name.startsWith('end') ? -1 : 0;
      if (depth > 0) continue;
      parts.push({ kind: 'liquid', templates: engine.parse(block) });
      block = '';
    } else parts.push(outputPart(piece, engine));
    trimNext = /-[}%]\}$/.test(piece.source);
  }
  if (block !== '') engine.parse(block);
  return parts;
}

function outputPart(piece: LiquidPiece & { kind: 'output' }, engine: Liquid): TemplatePart {
  const link = /^links\[(\d+)\]$/.exec(piece.inner);
  if (link) return { kind: 'link', index: Number(link[1]) };
  if (addresses.has(piece.inner)) return { kind: 'address', name: piece.inner as MessageAddress };
  // Any other name is a variable of the template's own, which only the engine knows.
  const field = simpleField(piece.inner);
  return field && mergeRoots.has(field.path[0]!)
    ? { kind: 'field', field }
    : { kind: 'liquid', templates: engine.parse(piece.source) };
}

function literal(parts: TemplatePart[], text: string): void {
  const last = parts.at(-1);
  if (text === '') return;
  if (last?.kind === 'literal') last.text += text;
  else parts.push({ kind: 'literal', text });
}

function trimLast(parts: TemplatePart[]): void {
  const last = parts.at(-1);
  if (last?.kind !== 'literal') return;
  last.text = last.text.trimEnd();
  if (last.text === '') parts.pop();
}

/** What a template's parts are filled from; the scope for the engine is made only where a part needs it. */
export interface Filling {
  data: object;
  linkUrl(index: number): string;
  address(name: MessageAddress): string;
  scope(): object;
}

/** Fills one part for one person; `escape` is applied to everything but literal text. Liquid parts of one template share their variables through `run`. */
export function fillPart(part: TemplatePart, filling: Filling, run: LiquidRun): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'field':
      return run.escape(fieldText(part.field, filling.data));
    case 'link':
      return run.escape(filling.linkUrl(part.index));
    case 'address':
      return run.escape(filling.address(part.name));
    case 'liquid':
      return run.liquid(part.templates, filling);
  }
}

/** The engine at work on one template for one person. */
export class LiquidRun {
  private context: Context | null = null;
  constructor(
    private readonly engine: Liquid,
    readonly escape: (text: string) => string,
  ) {}

  /** Runs parsed Liquid with the variables that earlier parts of the template have assigned. */
  liquid(templates: ReturnType<Liquid['parse']>, filling: Filling): string {
    this.context ??= new Context(filling.scope(), this.engine.options, { sync: true });
    return String(this.engine.renderSync(templates, this.context));
  }
}
