import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { begin, change, redo, undo, type History } from '../lib/history.ts';

/** What is being made of a definition, with everything that can be taken back and done again. */
export class DripDraft {
  #history: History<DripDefinition>;
  #basis: DripDefinition;
  /** Rises when the definition is replaced and not changed by a control, so that controls read it anew. */
  revision = $state(0);

  constructor(definition: DripDefinition) {
    this.#history = $state.raw(begin(definition));
    this.#basis = $state.raw(definition);
  }

  /** The definition as it is now. */
  get now(): DripDefinition {
    return this.#history.now;
  }
  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }
  /** Whether it differs from what is saved. */
  get isChanged(): boolean {
    return JSON.stringify(this.now) !== JSON.stringify(this.#basis);
  }

  /** Takes a change; those that follow each other with the same `mark` are taken back as one. */
  change(definition: DripDefinition, mark = ''): void {
    if (JSON.stringify(definition) !== JSON.stringify(this.now))
      this.#history = change(this.#history, definition, mark);
  }
  undo(): void {
    this.#history = undo(this.#history);
    this.revision++;
  }
  redo(): void {
    this.#history = redo(this.#history);
    this.revision++;
  }

  /** Notes that `definition` is what is saved; `keep` leaves what is being edited as it is. */
  rebase(definition: DripDefinition, keep = false): void {
    this.#basis = definition;
    if (keep) return;
    this.#history = begin(definition);
    this.revision++;
  }
}
