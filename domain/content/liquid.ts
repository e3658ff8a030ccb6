// A reader for Liquid's outer shape. It is enough to find merge fields, to keep Liquid apart from markup and to fill the simple ones;
// the full language is run by mail/liquid.ts.

/** A stretch of a template: text as it stands, an output `{{ … }}` or a tag `{% … %}`; `source` is the stretch as written. */
export type LiquidPiece =
  | { kind: 'text'; source: string }
  | { kind: 'output'; source: string; inner: string }
  | { kind: 'tag'; source: string; inner: string; name: string };

/** Splits a template into its pieces; joined, their sources are the template again. What is opened and never closed is text. */
export function liquidPieces(template: string): LiquidPiece[] {
  const pieces: LiquidPiece[] = [];
  let done = 0;
  for (let at = nextOpening(template, 0); at >= 0;) {
    const { end, isClosed } = span(template, at);
    if (isClosed) {
      if (at > done) pieces.push({ kind: 'text', source: template.slice(done, at) });
      pieces.push(pieceOf(template.slice(at, end)));
      done = end;
    }
    at = nextOpening(template, end);
  }
  if (done < template.length) pieces.push({ kind: 'text', source: template.slice(done) });
  return pieces;
}

function nextOpening(template: string, from: number): number {
  for (let at = template.indexOf('{', from); at >= 0; at = template.indexOf('{', at + 1)) {
    if (template[at + 1] === '{' || template[at + 1] === '%') return at;
  }
  return -1;
}

/** Where the Liquid that opens at `at` ends, text in quotes left out; not closed where the template ends or the next one opens first. */
function span(template: string, at: number): { end: number; isClosed: boolean } {
  const close = template[at + 1] === '{' ? '}' : '%';
  let quote = '';
  for (let i = at + 2; i < template.length; i += 1) {
    const character = template[i]!;
    if (character === '{' && (template[i + 1] === '{' || template[i + 1] === '%')) return { end: i, isClosed: false };
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === close && template[i + 1] === '}') return { end: i + 2, isClosed: true };
  }
  return { end: template.length, isClosed: false };
}

function pieceOf(source: string): LiquidPiece {
  const inner = source.slice(2, -2).replace(/^-|-$/g, '').trim();
  return source[1] === '{'
    ? { kind: 'output', source, inner }
    : { kind: 'tag', source, inner, name: /^\w+/.exec(inner)?.[0] ?? '' };
}

/** A merge field that needs no Liquid engine: a path, and what stands in for it where it is empty. */
export interface SimpleField {
  path: string[];
  fallback: string;
}

const simple = /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)(?:\s*\|\s*default\s*:\s*(?:"([^"]*)"|'([^']*)'))?$/;

/** Reads `path` or `path | default: "x"`; null for anything richer. */
export function simpleField(inner: string): SimpleField | null {
  const match = simple.exec(inner);
  return match ? { path: match[1]!.split('.'), fallback: match[2] ?? match[3] ?? '' } : null;
}

/** The text of a simple field for the data at hand; null, missing and blank values give the fallback, as Liquid's `default` does. */
export function fieldText(field: SimpleField, data: object): string {
  let value: unknown = data;
  for (const key of field.path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return field.fallback;
    value = (value as Record<string, unknown>)[key];
  }
  if (value === null || value === undefined || value === '' || value === false || typeof value === 'object') {
    return field.fallback;
  }
  return String(value);
}
