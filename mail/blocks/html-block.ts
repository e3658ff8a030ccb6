import type { BlockOf } from '../../domain/templates/block.ts';
import { protectLiquid } from '../protect-liquid.ts';
import { textFromHtml } from '../edition-text.ts';
import { attributes, literal } from './escape.ts';
import { problemOf } from '../liquid.ts';
import { sanitizeMarkup } from './sanitize.ts';
import { darkClass } from './dark.ts';
import { classesOf, darkOf, groundOf, paddingOf, type Setting } from './setting.ts';

/** What was found out of a block: running it may take a while, and several ask. */
const problems = new WeakMap<BlockOf<'html'>, { problem: string | null }>();

/** Why the Liquid of a block of HTML cannot be read or run; null where it can. */
export function liquidProblem(block: BlockOf<'html'>): string | null {
  const known = problems.get(block) ?? { problem: problemOf(block.html) };
  problems.set(block, known);
  return known.problem;
}

/** HTML that somebody wrote themselves: what may stand in mail of it, with its Liquid. Empty where nothing is left. */
function safeHtml(block: BlockOf<'html'>): string {
  const template = protectLiquid(liquidProblem(block) === null ? block.html : literal(block.html), 'html');
  return template.restore(sanitizeMarkup(template.withoutComments(template.text))).trim();
}

/** A block of HTML as an element of a column. Where it brings colours of its own it keeps the ground that they were chosen for, on a dark screen too. */
export function htmlBlockMjml(block: BlockOf<'html'>, setting: Setting): string {
  const html = safeHtml(block);
  if (html === '') return '';
  const { y, x } = paddingOf(block, setting);
  const isColoured = /<[^<>]*\b(?:color|background|bgcolor)\b/i.test(html);
  const own = attributes({
    'css-class': isColoured
      ? classesOf({ ...block, background: null }, setting)
      : classesOf(block, setting, darkClass('t', darkOf(block, setting).text)),
    padding: `${y}px ${x}px`,
    'container-background-color': isColoured ? groundOf(block, setting) : block.background,
  });
  return `<mj-text${own}>${html}</mj-text>`;
}

/** What a block of HTML says in the text part. */
export function htmlBlockText(block: BlockOf<'html'>): string {
  const template = protectLiquid(liquidProblem(block) === null ? block.html : literal(block.html), 'html');
  return template.restore(textFromHtml(sanitizeMarkup(template.withoutComments(template.text)))).trim();
}
