import type { Template, TemplateChange } from '../../../domain/templates/template.ts';
import type { DesignDraft } from '../blocks/draft.svelte.ts';
import { newsFor, wasFaster } from '../lib/meanwhile.ts';
import { queryClient } from '../lib/query-client.ts';
import { saveTemplate, templateById } from './calls.ts';

/** Writing rests for so long (ms) before it is saved. */
const rest = 1200;

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

  constructor(
    template: Template,
    private readonly draft: DesignDraft,
  ) {
    this.basis = $state.raw(template);
  }

  /** Saves soon, when nothing more is written. */
  saveSoon(): () => void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), rest);
    return () => clearTimeout(this.#timer);
  }
  /** Saves what is written, and `change` besides. Answers whether it is saved. */
  async save(change: TemplateChange = {}): Promise<boolean> {
    if (this.isSaving || this.theirs) return false;
    const content = this.draft.now;
    this.isSaving = true;
    this.failure = undefined;
    try {
      const isChanged = this.draft.isChanged;
      this.#note(await saveTemplate(this.basis, { ...change, ...(isChanged ? { content } : {}) }));
      this.draft.saved(content);
      this.taken = null;
      return true;
    } catch (error) {
      if (wasFaster(error)) await this.#meet();
      else this.failure = error;
      return false;
    } finally {
      this.isSaving = false;
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
    // Where somebody else changed its name alone, there is nothing to choose.
    if (JSON.stringify(fresh.content) === JSON.stringify(this.basis.content)) {
      this.basis = fresh;
      this.failure = undefined;
      this.saveSoon();
    } else this.theirs = fresh;
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
