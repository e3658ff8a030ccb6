import type { DripDefinition } from '../../../domain/drips/definition.ts';

/** How many changes can be taken back. */
const mostKept = 200;

/** What is being made of a definition, with everything that can be taken back and done again. */
export class DripDraft {
  #past = $state.raw<DripDefinition[]>([]);
  #future = $state.raw<DripDefinition[]>([]);
  #now: DripDefinition;
  #basis: DripDefinition;
  #lastMark = '';
  /** Rises when the definition is replaced and not changed by a control, so that controls read it anew. */
  revision = $state(0);

  constructor(definition: DripDefinition) {
    this.#basis = $state.raw(definition);
    this.#now = $state.raw(definition);
  }

  /** The definition as it is now. */
  get now(): DripDefinition {
    return this.#now;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  /** Whether it differs from what is saved. */
  get isChanged(): boolean {
    return JSON.stringify(this.#now) !== JSON.stringify(this.#basis);
  }

  /** Takes a change; those that follow each other with the same `mark` (typing in one field, say) are taken back as one. */
  change(definition: DripDefinition, mark = ''): void {
    if (JSON.stringify(definition) === JSON.stringify(this.#now)) return;
    const goesOn = mark !== '' && mark === this.#lastMark && this.canUndo;
    if (!goesOn) this.#past = [...this.#past, this.#now].slice(-mostKept);
    this.#lastMark = mark;
    this.#future = [];
    this.#now = definition;
  }

  /** Takes the last change back. */
  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#future = [this.#now, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#replace(before);
  }

  /** Does again what was taken back last. */
  redo(): void {
    const after = this.#future[0];
    if (!after) return;
    this.#past = [...this.#past, this.#now];
    this.#future = this.#future.slice(1);
    this.#replace(after);
  }

  /** Notes that `definition` is what is saved; `keep` leaves what is being edited as it is. */
  rebase(definition: DripDefinition, keep = false): void {
    this.#basis = definition;
    if (keep) return;
    this.#past = [];
    this.#future = [];
    this.#replace(definition);
  }

  #replace(definition: DripDefinition): void {
    this.#now = definition;
    this.#lastMark = '';
    this.revision++;
  }
}
