import type { Template, TemplateChange, TemplateContent } from '../../../domain/templates/template.ts';
import type { DesignDraft } from '../blocks/draft.svelte.ts';
import { newsFor, wasFaster } from '../lib/meanwhile.ts';
import { Problem } from '../lib/problem.ts';
import { queryClient } from '../lib/query-client.ts';
import { saveTemplate, templateById } from './calls.ts';

/** Writing rests for so long (ms) before it is saved; where that failed it is tried again later and later, up to `latest`. */
const rest = 1200;
const latest = 30_000;

/** Saves a template as one writes, never over what somebody else saved meanwhile. */
export class TemplateSaving {
  /** What is saved, as far as is known here. */
  basis: Template;
  isSaving = $state(false);
  /** Why it could not be saved. */
  failure = $state.raw<unknown>();
  /** What somebody else saved while one was writing; nothing is saved before one has chosen. */
  theirs = $state.raw<Template | null>(null);
  /** Who saved last, where what they saved was taken in. */
  taken = $state.raw<Template | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #running: Promise<boolean> | null = null;
  /** What the server will not take as it is: it is not sent again before something of it changes. */
  #refused: TemplateContent | null = null;

  constructor(
    template: Template,
    private readonly draft: DesignDraft,
  ) {
    this.basis = $state.raw(template);
  }

  /** Saves soon, when nothing more is written. */
  saveSoon(): () => void {
    clearTimeout(this.#timer);
    if (this.#refused === this.draft.now) return () => undefined;
    this.#timer = setTimeout(() => void this.save(), Math.min(latest, rest * 2 ** this.#failures));
    return () => clearTimeout(this.#timer);
  }
  /** Saves what is written, and `change` besides. Answers whether it is saved. */
  async save(change: TemplateChange = {}): Promise<boolean> {
    // What one asks for while it saves by itself comes after that; by then it may be refused.
    let isLate = false;
    for (; this.#running; isLate = true) await this.#running;
    if (this.theirs) return false;
    if (isLate && !this.draft.isChanged && Object.keys(change).length === 0) return true;
    this.isSaving = true;
    this.#running = this.#send(change);
    try {
      return await this.#running;
    } finally {
      this.#running = null;
      this.isSaving = false;
    }
  }
  async #send(change: TemplateChange): Promise<boolean> {
    const content = this.draft.now;
    try {
      const isChanged = this.draft.isChanged;
      this.#note(await saveTemplate(this.basis, { ...change, ...(isChanged ? { content } : {}) }));
      this.draft.saved(content);
      this.taken = null;
      this.failure = undefined;
      this.#failures = 0;
      this.#refused = null;
      return true;
    } catch (error) {
      if (wasFaster(error)) await this.#meet().catch((away: unknown) => this.#fail(away, content));
      else this.#fail(error, content);
      return false;
    }
  }
  /** Takes note of what was read: of what somebody else may have saved. */
  hear(fresh: Template): void {
    if (this.isSaving || fresh.version <= this.basis.version) return;
    const news = newsFor(this.basis, fresh, { isChanged: this.draft.isChanged, edited: ({ content }) => content });
    if (news === 'behind') this.theirs = fresh;
    else if (news === 'note') this.basis = fresh;
    else if (news === 'adopt') this.#adopt(fresh);
  }
  /** Goes on with what was written over a version and not saved; where there is another by now, one has to choose. */
  goOn({ content, version }: { content: TemplateContent; version: number }): void {
    if (JSON.stringify(content) === JSON.stringify(this.basis.content)) return;
    this.draft.set(content);
    if (version !== this.basis.version) this.theirs = this.basis;
  }
  /** Takes over what somebody else saved; what was here can be brought back by undo. */
  takeTheirs(): void {
    if (this.theirs) this.#adopt(this.theirs);
    this.theirs = null;
  }
  /** Saves what is here over theirs. */
  async saveOver(): Promise<void> {
    if (!this.theirs) return;
    this.basis = this.theirs;
    this.theirs = null;
    await this.save();
  }

  async #meet(): Promise<void> {
    const fresh = await queryClient.fetchQuery({ ...templateById(this.basis.id), staleTime: 0 });
    this.failure = undefined;
    // Where somebody else changed its name alone, there is nothing to choose.
    if (JSON.stringify(fresh.content) === JSON.stringify(this.basis.content)) {
      this.basis = fresh;
      this.saveSoon();
    } else this.theirs = fresh;
  }
  #fail(error: unknown, content: TemplateContent): void {
    this.failure = error;
    this.#failures += 1;
    const isRefusal = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
    this.#refused = isRefusal ? content : null;
  }
  #adopt(fresh: Template): void {
    this.basis = fresh;
    this.taken = fresh;
    this.draft.replace(fresh.content);
  }
  #note(saved: Template): void {
    this.basis = saved;
    queryClient.setQueryData(templateById(saved.id).queryKey, saved);
  }
}
