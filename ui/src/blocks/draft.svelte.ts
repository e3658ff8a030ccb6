import type { Block, BlockOf } from '../../../domain/templates/block.ts';
import {
  changeBlock,
  duplicateBlock,
  insertBlock,
  insertBlocks,
  moveBlock,
  placeBeside,
  positionOf,
  removeBlock,
} from '../../../domain/templates/edits.ts';
import { blockName } from '../../../domain/templates/block-names.ts';
import type { TemplateContent } from '../../../domain/templates/template.ts';
import { newBlock } from '../../../domain/templates/new-block.ts';
import { stepTo, type Step } from '../../../domain/templates/steps.ts';
import { findBlock, listAt, placeOf, refusalOf, type Place } from '../../../domain/templates/tree.ts';
import { begin, change, redo, undo, type History } from '../lib/history.ts';

/** A new name for a block. */
export const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 12);

/** Typing that rests for so long (ms) is taken back by itself. */
const oneStroke = 1500;

/** What is being made of a message of blocks, with everything that can be taken back and done again. */
export class DesignDraft {
  #history: History<TemplateContent>;
  #basis: TemplateContent;
  #lastStroke = { mark: '', at: 0, stroke: 0 };
  /** The block that is chosen. */
  chosen = $state.raw<string | null>(null);
  /** Where the chosen block was clicked: one writes on from there. Null where it was chosen by keyboard. */
  press = $state.raw<{ x: number; y: number } | null>(null);
  /** What happened last, for those who hear it. */
  news = $state('');

  constructor(content: TemplateContent) {
    this.#history = $state.raw(begin(content));
    this.#basis = $state.raw(content);
  }

  /** The message as it is now. */
  get now(): TemplateContent {
    return this.#history.now;
  }
  get blocks(): readonly Block[] {
    return this.#history.now.blocks;
  }
  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }
  /** Whether it differs from what is saved. */
  get isChanged(): boolean {
    return this.now !== this.#basis && JSON.stringify(this.now) !== JSON.stringify(this.#basis);
  }

  /** Changes parts of the message; changes of the same `mark` that follow each other soon are taken back as one. */
  set(part: Partial<TemplateContent>, mark = ''): void {
    this.#history = change(this.#history, { ...this.now, ...part }, this.#strokeOf(mark));
  }
  /** Changes the options of a block. */
  change<Kind extends Block['kind']>(block: BlockOf<Kind>, to: Partial<Omit<BlockOf<Kind>, 'id' | 'kind'>>): void {
    const mark = `${block.id}/${Object.keys(to).join()}`;
    this.#take(changeBlock<Kind>(this.blocks, block.id, to), mark);
  }
  undo(): void {
    this.#history = undo(this.#history);
    this.#settle('Undone');
  }
  redo(): void {
    this.#history = redo(this.#history);
    this.#settle('Redone');
  }

  /** Notes that this is what is saved; what is being edited stays as it is. */
  saved(content: TemplateContent): void {
    this.#basis = content;
  }
  /** Puts another content in the place of this one; it can be taken back. */
  replace(content: TemplateContent): void {
    this.#history = change(this.#history, content);
    this.#basis = content;
    this.#settle('');
  }

  /** Chooses a block by its id. */
  choose(id: string | null): void {
    if (this.chosen === id) return;
    this.press = null;
    this.chosen = id;
  }
  /** Adds a block of a kind where it is wanted, or beside the chosen one. */
  add(kind: Block['kind'], to?: Place): void {
    this.put([newBlock(kind, newId)], to);
  }
  /** Adds blocks, which are new already, where they are wanted or beside the chosen one. */
  put(added: readonly Block[], to?: Place): void {
    const [first] = added;
    if (!first) return;
    const place = to ?? placeBeside(this.blocks, this.chosen, first);
    if (added.length === 1 && refusalOf(this.blocks, place, first)) return this.#refuse(first);
    const next = added.length === 1 ? insertBlock(this.blocks, place, first) : insertBlocks(this.blocks, place, added);
    if (next === this.blocks) return this.#refuse(first);
    this.#take(next);
    this.choose(first.id);
    this.news =
      added.length === 1 ? `${blockName(first)} added, ${this.#where(first.id)}` : `${added.length} blocks added`;
  }
  /** Puts a block to another place. */
  move(id: string, to: Place): void {
    const block = findBlock(this.blocks, id);
    if (!block) return;
    const next = moveBlock(this.blocks, id, to);
    if (next === this.blocks) return;
    this.#take(next);
    this.news = `${blockName(block)} moved, ${this.#where(id)}`;
  }
  /** Moves a block by one step; says so where there is no way. */
  step(id: string, step: Step): void {
    const to = stepTo(this.blocks, id, step);
    const before = this.blocks;
    if (to) this.move(id, to);
    if (this.blocks === before) this.news = 'It cannot be moved further that way';
  }
  /** Makes a second one below it. */
  duplicate(id: string): void {
    const [block, place] = [findBlock(this.blocks, id), placeOf(this.blocks, id)];
    if (!block || !place) return;
    const next = duplicateBlock(this.blocks, id, newId);
    if (next === this.blocks) return this.#refuse(block);
    this.#take(next);
    this.news = `${blockName(block)} duplicated`;
  }
  /** Takes a block out; the one that stood beside it is chosen. */
  remove(id: string): void {
    const [block, place] = [findBlock(this.blocks, id), placeOf(this.blocks, id)];
    if (!block || !place) return;
    this.#take(removeBlock(this.blocks, id));
    this.choose(this.#near(place));
    this.news = `${blockName(block)} removed. Undo brings it back.`;
  }

  #take(blocks: readonly Block[], mark = ''): void {
    if (blocks !== this.blocks) this.set({ blocks: [...blocks] }, mark);
  }
  #near(place: Place): string | null {
    const list = listAt(this.blocks, place);
    return list?.[Math.min(place.at, list.length - 1)]?.id ?? place.parent;
  }
  #refuse(block: Block): void {
    this.news = `${blockName(block)} cannot stand there, or the message is full`;
  }
  #settle(news: string): void {
    if (this.chosen !== null && !findBlock(this.blocks, this.chosen)) this.chosen = null;
    this.#lastStroke = { mark: '', at: 0, stroke: this.#lastStroke.stroke + 1 };
    this.news = news;
  }
  #where(id: string): string {
    const { at, of } = positionOf(this.blocks, id);
    const parent = placeOf(this.blocks, id)?.parent ?? null;
    const holder = parent === null ? undefined : findBlock(this.blocks, parent);
    return `${at} of ${of}${holder ? ` in ${blockName(holder)}` : ''}`;
  }
  #strokeOf(mark: string): string {
    if (mark === '') return '';
    const at = Date.now();
    const goesOn = this.#lastStroke.mark === mark && at - this.#lastStroke.at < oneStroke;
    this.#lastStroke = { mark, at, stroke: this.#lastStroke.stroke + (goesOn ? 0 : 1) };
    return `${mark}#${this.#lastStroke.stroke}`;
  }
}
