import { fieldText, liquidPieces, simpleField } from './liquid.ts';

/**
 * The address a click leads to: the link as stored with its merge fields filled from the person, values percent-encoded.
 * A link that is one merge field and nothing else takes the value as it is. Null where the result is no http or https address.
 */
export function linkTarget(url: string, data: object): string | null {
  const pieces = liquidPieces(url);
  const alone = pieces.length === 1;
  let target = '';
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      target += piece.source;
      continue;
    }
    const field = piece.kind === 'output' ? simpleField(piece.inner) : null;
    if (!field) return null;
    const value = fieldText(field, data);
    target += alone ? value : encodeURIComponent(value);
  }
  return isWebAddress(target) ? target : null;
}

/** Whether a text is an absolute http or https address. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}
