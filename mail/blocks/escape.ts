import { liquidPieces } from '../../domain/content/liquid.ts';
import { escapeHtml } from '../liquid.ts';

/** Words that are words and nothing else: what looks like Liquid in them is shown and not run. */
export function literal(words: string): string {
  return words.replace(/\{(?=[{%])/g, '{{ "{" }}');
}

/** The same, as it is written inside HTML. */
export function literalHtml(words: string): string {
  return escapeHtml(words).replace(/\{(?=[{%])/g, '{{ "{" }}');
}

/** A text that may hold Liquid, such as the label of a button, as it is written inside HTML. */
export function liquidHtml(template: string): string {
  return liquidPieces(template)
    .map((piece) => (piece.kind === 'text' ? escapeHtml(piece.source) : piece.source))
    .join('');
}

/** The Liquid of a merge field, with what stands where it is empty. */
export function fieldLiquid(path: string, fallback: string): string {
  const words = fallback.replace(/[{}]/g, '');
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
