import { Liquid } from 'liquidjs';
import { samplePerson } from '../domain/content/merge-data.ts';
import { sampleItems } from '../domain/content/recommended-block.ts';

const allowedTags = new Set(['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'capture', 'comment']);
/** Filters that would undo the escaping, show the engine's insides or make a rendering hard to repeat. */
const deniedFilters = [
  'raw',
  'escape_once',
  'inspect',
  'json',
  'jsonify',
  'shuffle',
  'sample',
  'where_exp',
  'group_by_exp',
  'find_exp',
  'find_index_exp',
  'has_exp',
  'reject_exp',
];

const noFiles = {
  exists: async () => false,
  existsSync: () => false,
  readFile: async () => refuseFile(),
  readFileSync: () => refuseFile(),
  resolve: () => refuseFile(),
};

function refuseFile(): never {
  throw new Error('Messages cannot read files');
}

/** Characters one rendered part may have. */
export const mostCharacters = 1_000_000;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it is written inside HTML, in text and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => escapes[character]!) : text;
}

/**
 * A Liquid engine without files, partials or raw output, bounded in time, memory and length. `html` escapes every output. A strict engine refuses
 * variables that do not exist; the one that sends leaves them empty, so that a message never stops half-way through an audience.
 */
export function liquidEngine({ html, strict }: { html: boolean; strict: boolean }): Liquid {
  const engine = new Liquid({
    fs: noFiles,
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: strict,
    lenientIf: true,
    parseLimit: mostCharacters,
    renderLimit: 250,
    memoryLimit: 4_000_000,
    timezoneOffset: 0,
    locale: 'en',
    ...(html ? { outputEscape: (value: unknown) => escapeHtml(textOf(value)) } : {}),
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name];
  for (const name of deniedFilters) engine.unregisterFilter(name);
  // The engine escapes once, at the end; an author's own `escape` would do it twice.
  if (html) engine.registerFilter('escape', (value: unknown) => value);
  return engine;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

const reasons: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/memory alloc limit/, () => 'a loop or a text in it grows too large'],
  [/render limit/, () => 'a loop in it runs too often'],
  [/parse length limit|longer than/, () => 'it is too long'],
  [/call stack/i, () => 'it is nested too deeply'],
  [/^(?:output|tag) (.+) not closed/, ([, opened]) => `${opened!} is opened and never closed`],
  [/^undefined variable: (.+)/, ([, path]) => `there is no merge field “${path!}”`],
  [/^undefined filter: (.+)/, ([, filter]) => `there is no filter “${filter!}”`],
  [/^tag "(.+)" not found/, ([, tag]) => `{% ${tag!} %} cannot be used in messages`],
];

/** Why a template could not be parsed or run, in words that follow a colon. */
export function liquidReason(error: unknown): string {
  const message = (error as Error).message.split('\n')[0]!.replace(/, (?:line|file):?.*$/, '');
  for (const [sign, words] of reasons) {
    const found = sign.exec(message);
    if (found) return words(found);
  }
  return message;
}

/** Parses and runs a template; throws where it takes too long, needs too much memory, or says more than a message may have. */
export function runLiquid(engine: Liquid, template: string, scope: object): string {
  const text = String(engine.parseAndRenderSync(template, scope));
  if (text.length > mostCharacters) throw new Error(`the text is longer than ${mostCharacters} characters`);
  return text;
}

/**
 * Why a piece of a message cannot be filled, run by itself for somebody who does not exist; null where it can. One piece that cannot is not
 * to take the whole message with it.
 */
export function problemOf(template: string): string | null {
  if (!/\{[{%]/.test(template)) return null;
  try {
    runLiquid(liquidEngine({ html: true, strict: false }), template, { person: samplePerson, content: sampleItems });
    return null;
  } catch (error) {
    return liquidReason(error);
  }
}
