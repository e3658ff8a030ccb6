/** What a walk can find. */
export type FindingKind =
  | 'page error'
  | 'console error'
  | 'server error'
  | 'refused read'
  | 'raw value'
  | 'error state'
  | 'dead end'
  | 'still loading'
  | 'beside the screen'
  | 'no page'
  | 'signed out'
  | 'crash';

/** Something that no page should do, and what led to it. */
export interface Finding {
  kind: FindingKind;
  text: string;
  /** Where the page was. */
  address: string;
  /** What was done since the page was opened, and where it was opened. */
  acts: readonly string[];
  /** Which visit of the walk, from 0. */
  visit: number;
}

/** What a page shows after an act. */
export interface Sight {
  text: string;
  /** How much of it (px) lies beside the screen. */
  beside: number;
  isLoading: boolean;
  /** States of error that cannot be tried again. */
  deadEnds: string[];
}

/** For the browser: what is seen. A dialog stands for the page that it covers. */
export const readSight = `(() => {
  const part = [...document.querySelectorAll('dialog[open], [role=dialog]')].at(-1) ?? document.querySelector('main') ?? document.body;
  const alerts = [...part.querySelectorAll('[role=alert]')].filter((alert) => alert.innerText.includes('could not be loaded'));
  return {
    text: part.innerText,
    beside: document.documentElement.scrollWidth - innerWidth,
    isLoading: document.querySelector('[aria-label="Loading"]') !== null,
    deadEnds: alerts.filter((alert) => !alert.querySelector('button, a')).map((alert) => alert.innerText),
  };
})()`;

const rawValue = /\bundefined\b|\bNaN\b|\[object Object\]|\bInvalid Date\b|\bInfinity\b/;
const errorState = /Something went wrong|could not be (read|loaded)|The server could not do this/i;

/** What is wrong with what is seen; `isLossy`: answers get lost on purpose, and a page that says so is well. */
export function faultsOf(sight: Sight, isLossy: boolean): { kind: FindingKind; text: string }[] {
  const found: [FindingKind, string | null][] = [
    ['raw value', around(sight.text, rawValue)],
    ['error state', isLossy ? null : around(sight.text, errorState)],
    ['beside the screen', sight.beside > 1 ? `${sight.beside} px lie beside the screen` : null],
    ['still loading', sight.isLoading ? 'something still loads, or has ceased to' : null],
    ...sight.deadEnds.map((text): [FindingKind, string] => ['dead end', text]),
  ];
  return found.flatMap(([kind, text]) => (text === null ? [] : [{ kind, text }]));
}

/** Whether an answer is one that no page should get: whatever is written, a server that fails is at fault, and so is a page that asks wrongly. */
export function answerFault(status: number, method: string): FindingKind | null {
  if (status >= 500) return 'server error';
  return status === 400 && method === 'GET' ? 'refused read' : null;
}

/**
 * Whether a finding at an address is no fault: days that are asked for there, as the walk wrote them, are none that a report covers, and the page
 * says so.
 */
export function isRefusalOfDays(kind: FindingKind, address: string): boolean {
  return (kind === 'refused read' || kind === 'error state') && /[?&](from|to)=/.test(address);
}

/** A match with what stands around it, in one line. */
function around(text: string, wanted: RegExp): string | null {
  const match = wanted.exec(text);
  return match && text.slice(Math.max(0, match.index - 80), match.index + 100).replace(/\s*\n\s*/g, ' | ');
}

/** What was found, each once however often it comes. */
export class Findings {
  #known = new Map<string, Finding>();

  /** Notes one; `tell` hears of it the first time. */
  constructor(readonly tell: (finding: Finding) => void) {}

  /** Keeps a finding where it is none that is known. */
  note(finding: Finding): void {
    const key = keyOf(finding);
    if (this.#known.has(key)) return;
    this.#known.set(key, finding);
    this.tell(finding);
  }

  /** All that were found, in that order. */
  get all(): Finding[] {
    return [...this.#known.values()];
  }
}

/** The same fault has other ids and figures elsewhere; one of layout is the same on the same page alone. */
function keyOf({ kind, text, address }: Finding): string {
  const plain = text.slice(0, 200).replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '#');
  const isOfPage = kind === 'beside the screen' || kind === 'still loading';
  const page = address.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#');
  return `${kind} ${isOfPage ? page : plain}`;
}
