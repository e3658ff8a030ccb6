import { liquidPieces, simpleField } from '../../domain/content/liquid.ts';
import { escapeHtml } from '../liquid.ts';

/** Words that are words and nothing else: what looks like Liquid in them is shown and not run. */
export function literal(words: string): string {
  return words.replace(/\{(?=[{%]|$)/g, '{{ "{" }}');
}

/** The same, as it is written inside HTML. */
export function literalHtml(words: string): string {
  return escapeHtml(words).replace(/\{(?=[{%]|$)/g, '{{ "{" }}');
}

/** A text that may hold merge fields with a fallback, such as the label of a button; whatever else looks like Liquid is words. */
export function withFields(template: string): string {
  return fieldsIn(template, literal);
}

/** The same, as it is written inside HTML. */
export function liquidHtml(template: string): string {
  return fieldsIn(template, literalHtml);
}

function fieldsIn(template: string, write: (words: string) => string): string {
  // Words that stand beside each other are written together: a brace of one and the next could open Liquid.
  let done = '';
  let words = '';
  for (const piece of liquidPieces(template)) {
    if (piece.kind === 'output' && simpleField(piece.inner) && !piece.source.includes('\\')) {
      done += write(words) + piece.source;
      words = '';
    } else words += piece.source;
  }
  return done + write(words);
}

/** The Liquid of a merge field, with what stands where it is empty. */
export function fieldLiquid(path: string, fallback: string): string {
  // In Liquid a backslash would take the quote behind it along.
  const words = fallback.replace(/[{}\\]/g, '');
  if (words === '') return `{{ ${path} }}`;
  const quote = words.includes('"') ? "'" : '"';
  return `{{ ${path} | default: ${quote}${words.replaceAll(quote, '’')}${quote} }}`;
}

/** Attributes of an element, those left out that have no value; they stand in double quotes, so single ones stay. */
export function attributes(values: Record<string, string | number | null | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? value : liquidHtml(value!).replaceAll('&#39;', "'")}"`,
    )
    .join('');
}
