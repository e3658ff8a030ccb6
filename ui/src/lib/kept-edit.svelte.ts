import { untrack } from 'svelte';
import { newsFor, readingShown, saveCatchingUp, type Versioned } from './meanwhile.ts';

/** What an editor says of itself to what keeps its edit. */
export interface EditOf<T> {
  /** As it was read last. */
  fresh: () => T;
  /** Whether something is written that is not saved. */
  isChanged: () => boolean;
  /** What of it is written here: where something else of it changed, that is taken over. */
  edited: (of: T) => unknown;
  /** Puts what is taken over into what is written. */
  fill: (of: T) => void;
  /** Reads it anew. */
  read: () => Promise<unknown>;
}

/**
 * Keeps an edit that goes on while others save: what they save is taken over as long as nothing is written here, and else one is asked.
 * For editors that hold what is written themselves; forms stand in `KeptForm`. Made while the component is.
 */
export class KeptEdit<T extends Versioned> {
  /** What is edited as it was read: a save names its version, and so overwrites nothing that somebody else did since. */
  basis: T;
  /** Whether somebody else saved what is written here, and one is asked what shall hold. */
  isBehind = $state(false);
  /** Whether it is being saved. */
  isSaving = $state(false);
  readonly #of: EditOf<T>;

  constructor(of: EditOf<T>) {
    this.#of = of;
    this.basis = $state.raw(untrack(of.fresh));
    $effect(() => {
      of.fresh();
      untrack(() => this.#hear());
    });
  }

  /** What is written gives way to what is saved. */
  takeTheirs(): void {
    this.basis = this.#of.fresh();
    this.isBehind = false;
    this.#of.fill(this.basis);
  }

  /** What is written is to replace what was saved meanwhile: the next save names their version. */
  takeOver(): void {
    this.basis = this.#of.fresh();
    this.isBehind = false;
  }

  /**
   * Saves by `save`, which gets what is edited and returns it as it is then; again where somebody else saved something else of it
   * meanwhile. Throws what it was refused with; where that is that somebody else was faster, `isBehind` is set.
   */
  async save(save: (basis: T) => Promise<T>): Promise<void> {
    this.isSaving = true;
    try {
      await saveCatchingUp(
        async () => void (this.basis = await save(this.basis)),
        () => this.#catchUp(),
      );
    } finally {
      this.isSaving = false;
      // What was read while this save was under way is no news to the page any more.
      this.#hear();
    }
  }

  #hear(): void {
    const fresh = this.#of.fresh();
    // What comes back while one saves is one's own, and what was read before the save comes at times after it.
    if (this.isSaving || fresh.version < this.basis.version) return;
    const news = newsFor(this.basis, fresh, { isChanged: this.#of.isChanged(), edited: this.#of.edited });
    if (news === 'adopt') this.takeTheirs();
    else if (news === 'note') this.basis = fresh;
    this.isBehind = news === 'behind';
  }

  /** Reads anew what was saved meanwhile; whether it is nothing of what is edited here. */
  async #catchUp(): Promise<boolean> {
    await this.#of.read();
    await readingShown();
    const fresh = this.#of.fresh();
    const isNoted = newsFor(this.basis, fresh, { isChanged: true, edited: this.#of.edited }) === 'note';
    if (isNoted) this.basis = fresh;
    return isNoted;
  }
}
