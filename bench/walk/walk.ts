import type { Locator, Page } from 'playwright-core';
import { signIn } from '../../test/e2e/browser.ts';
import { paths } from '../../ui/src/lib/paths.ts';
import { actOn, isSpared, readControl, usable, wordsOf, type Act } from './acts.ts';
import { Dice } from './dice.ts';
import {
  faultsOf,
  Findings,
  isRefusalOfDays,
  readSight,
  type Finding,
  type FindingKind,
  type Sight,
} from './findings.ts';
import { listen, type Open } from './listen.ts';
import { loseAnswers, slowDown } from './line.ts';
import type { WalkOptions } from './options.ts';
import { Places } from './places.ts';

/** How far a walk came, and what it found. */
export interface WalkReport {
  visits: number;
  acts: number;
  /** Kinds of pages that were known in the end, each tab for itself. */
  kinds: number;
  findings: Finding[];
}

const mostActs = 14;
/** For the browser: where the links of a page lead. */
const readLinks = "[...document.querySelectorAll('a[href]')].map((link) => link.href)";

/**
 * Opens one page after the other, uses at random what is on it with values that nobody expects, and looks at what comes of it. Each visit has chance of
 * its own, made of the seed and its number: a visit that went otherwise changes nothing of those after it.
 */
export class Walk {
  readonly #findings: Findings;
  readonly #places = new Places();
  #open: Open = new Set();
  #visit = 0;
  #acts = 0;
  #trail: string[] = [];

  constructor(
    readonly page: Page,
    readonly options: WalkOptions,
    tell: (finding: Finding) => void,
  ) {
    this.#findings = new Findings(tell);
  }

  /** Signs in and walks until the minutes are over. */
  async go(): Promise<WalkReport> {
    const { page, options } = this;
    page.setDefaultTimeout(this.#patienceMs / 5);
    await signIn(page, options.email, options.password);
    this.#open = listen(page, (kind, text) => this.#note(kind, text));
    if (options.slow) await slowDown(page);
    if (options.lose > 0) await loseAnswers(page, options.lose / 100, new Dice(options.seed, -1));
    const endsAt = Date.now() + options.minutes * 60_000;
    for (; Date.now() < endsAt && !page.isClosed(); this.#visit += 1) await this.#goAndUse(endsAt);
    return { visits: this.#visit, acts: this.#acts, kinds: this.#places.kinds, findings: this.#findings.all };
  }

  /** How long (ms) a page may take until it shows everything. */
  get #patienceMs(): number {
    return this.options.slow ? 60_000 : 15_000;
  }

  async #goAndUse(endsAt: number): Promise<void> {
    const dice = new Dice(this.options.seed, this.#visit);
    const address = this.#places.next(dice);
    this.#trail = [`open ${address}`];
    try {
      await this.page.goto(address, { timeout: this.#patienceMs });
      await this.#look();
    } catch (error) {
      this.#note('no page', `${address}: ${String(error).slice(0, 200)}`);
      return;
    }
    for (let act = 0; act < mostActs && Date.now() < endsAt; act += 1)
      if (!(await this.#actOnce(dice).catch(isPassing))) return;
  }

  /** Uses one thing on the page; false where it has nothing more to use. */
  async #actOnce(dice: Dice): Promise<boolean> {
    const controls = await this.#controls(dice);
    const element = controls.nth(Math.floor(dice.roll() * (await controls.count())));
    if ((await element.count()) === 0) return false;
    const control = await element.evaluate(readControl);
    const act = actOn(control, dice);
    const isEscape = dice.isLucky(0.06);
    if (isSpared(control, this.options.url)) return true;
    this.#acts += 1;
    this.#trail.push(wordsOf(control, act));
    await use(element, act);
    if (isEscape) await this.page.keyboard.press('Escape');
    await this.#look();
    return true;
  }

  /** What is in reach: within an open dialog, else mostly on the page itself. */
  async #controls(dice: Dice): Promise<Locator> {
    const isInPage = dice.isLucky(0.92);
    const dialog = this.page.locator('dialog[open], [role=dialog]:visible').last();
    const part = (await dialog.count()) > 0 ? dialog : this.page.locator(isInPage ? 'main' : 'body');
    return part.locator(usable);
  }

  async #look(): Promise<void> {
    const sight = await this.#rest();
    if (new URL(this.page.url()).pathname === paths.signIn) return this.#signInAgain();
    for (const { kind, text } of faultsOf(sight, this.options.lose > 0)) this.#note(kind, text);
    this.#places.learn(await this.page.evaluate<string[]>(readLinks), this.options.url);
  }

  /** Nothing that a walk does signs out. Where the page does not ask a second time, it had no reason the first time. */
  async #signInAgain(): Promise<void> {
    this.#note('signed out', 'the page asks for a sign-in');
    await signIn(this.page, this.options.email, this.options.password).catch(isPassing);
  }

  /** Waits until the page has got what it asked for and shows it, but for no longer than anybody would. */
  async #rest(): Promise<Sight> {
    const until = Date.now() + this.#patienceMs;
    for (;;) {
      await this.page.waitForTimeout(120);
      const sight = await this.page.evaluate<Sight>(readSight);
      const isAtRest = this.#open.size === 0 && !sight.isLoading;
      if (isAtRest || Date.now() > until) return sight;
    }
  }

  #note(kind: FindingKind, text: string): void {
    const address = this.page.url().slice(this.options.url.length);
    if (isRefusalOfDays(kind, address)) return;
    this.#findings.note({ kind, text, address, acts: [...this.#trail], visit: this.#visit });
  }
}

async function use(element: Locator, act: Act): Promise<void> {
  if (act.kind === 'press') return element.click();
  if (act.kind === 'tick') return element.click({ force: true });
  if (act.kind === 'choose') {
    // As whoever chooses does: what was written elsewhere is left first.
    await element.focus();
    return void (await element.selectOption(act.value));
  }
  await element.fill(act.text);
  if (act.enter) await element.press('Enter');
}

/** What is gone, covered or changing as it is to be used is no fault: one goes on with something else. Everything else is one of the walk. */
function isPassing(error: unknown): boolean {
  const passing =
    /Timeout|not attached|intercepts|Execution context|not an? |Element is not|outside of the viewport|did not find|closed|crashed/;
  if (passing.test(String(error))) return true;
  throw error;
}
