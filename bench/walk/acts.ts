import type { Dice } from './dice.ts';

/** What can be used on a page, as a locator finds it. */
export const usable = ['button', 'a[href]', 'input', 'select', 'textarea', '[role=tab]', '[role=menuitem]', 'summary']
  .concat('[contenteditable=true]')
  .map((selector) => `${selector}:visible`)
  .join(', ');

/** Something on a page that can be used. */
export interface Control {
  /** Of the element, in capitals. */
  tag: string;
  /** Of an input or a button; else empty. */
  type: string;
  /** What it is called. */
  name: string;
  /** Where it leads, empty where it leads nowhere. */
  href: string;
  isDisabled: boolean;
  /** The values of what can be chosen. */
  options: string[];
}

/** What an element has, where it has it. */
type Element = Partial<Record<'type' | 'name' | 'placeholder' | 'href', string>> & {
  tagName: string;
  innerText: string;
  options?: Iterable<{ value: string }>;
  getAttribute: (name: string) => string | null;
  matches: (selector: string) => boolean;
};

/** Reads the control that an element is; runs in the browser. */
export function readControl(element: object): Control {
  const read = element as Element;
  const name = read.getAttribute('aria-label') || read.innerText || read.name || read.placeholder || '';
  return {
    tag: read.tagName,
    type: read.type || '',
    name: name.replace(/\s+/g, ' ').trim().slice(0, 60),
    href: read.href || '',
    isDisabled: read.matches(':disabled, [aria-disabled=true]'),
    options: [...(read.options ?? [])].map(({ value }) => value),
  };
}

/** What is done with a control. */
export type Act =
  | { kind: 'press' }
  | { kind: 'tick' }
  | { kind: 'choose'; value: string }
  | { kind: 'write'; text: string; enter: boolean };

/** What nobody expects to be written, and some of it is written all the same. */
const texts = [
  '',
  'a',
  '0',
  '-1',
  '99999999999999',
  '1e9',
  '12.5',
  '  x  ',
  '<img src=x onerror=alert(1)>',
  '{{ person.nothing }}',
  '{% if %}',
  'Ω≈ç√ 名前 عربي',
  'x'.repeat(3000),
  "Robert'); drop table people;--",
  'a@b.example',
  '2026-02-30',
  '😀😀',
  '%',
  '\\',
  '\u0000',
  '=1+1',
  'https://10.0.0.1/',
  'javascript:alert(1)',
];

/** Of fields that take nothing but values of their kind. */
const valuesOf: Record<string, readonly string[]> = {
  date: ['2026-01-31', '2026-12-31', '0001-01-01', '9999-12-31', ''],
  'datetime-local': ['2026-01-31T00:00', '2027-03-28T02:30', ''],
  month: ['2026-01', '0001-01', ''],
  time: ['00:00', '23:59', ''],
  color: ['#123456', '#ffffff'],
  number: ['', '0', '-1', '1e9', '12.5', '7', '99999999999999'],
};

/** What would end the walk or another's, or leave nothing to walk over. */
const ending =
  /sign.?out|delete (the )?organi[sz]ation|remove (the example|from organisation)|change role|stop all|switch off sending|password/i;

/** Whether a control is left alone: it can do nothing, ends the walk, or leads away from the pages at `origin`. */
export function isSpared(control: Control, origin: string): boolean {
  if (control.isDisabled || control.type === 'file' || ending.test(control.name)) return true;
  if (control.tag !== 'A') return false;
  return !URL.canParse(control.href) || !isOurs(new URL(control.href), origin);
}

const isOurs = (to: URL, origin: string): boolean =>
  to.origin === origin && !/^\/(api|sign-in|f|s|t)\//.test(`${to.pathname}/`);

/** What to do with a control. */
export function actOn({ tag, type, options }: Control, dice: Dice): Act {
  if (tag === 'SELECT') return { kind: 'choose', value: dice.pick(options) ?? '' };
  if (type === 'checkbox' || type === 'radio') return { kind: 'tick' };
  if (tag !== 'INPUT' && tag !== 'TEXTAREA') return { kind: 'press' };
  if (['button', 'submit', 'reset', 'range', 'image'].includes(type)) return { kind: 'press' };
  const values = valuesOf[type];
  return { kind: 'write', text: dice.pick(values ?? texts) ?? '', enter: !values && dice.isLucky(0.25) };
}

/** An act as a line of what was done. */
export function wordsOf({ tag, type, name }: Control, act: Act): string {
  const what = `${tag.toLowerCase()}${type && tag === 'INPUT' ? `:${type}` : ''} "${name}"`;
  if (act.kind === 'choose') return `choose "${act.value}" in ${what}`;
  if (act.kind !== 'write') return `${act.kind} ${what}`;
  const text = act.text.length > 40 ? `${act.text.slice(0, 10)}… (${act.text.length} characters)` : act.text;
  return `write ${JSON.stringify(text)} into ${what}${act.enter ? ' and Enter' : ''}`;
}
