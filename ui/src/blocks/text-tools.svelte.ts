import type { EditorView } from 'prosemirror-view';
import type { Command } from 'prosemirror-state';
import { stateOfText, type TextState } from './text-commands.ts';

/** The tools for text: those of whichever text of the message one writes in. */
export class TextTools {
  #view: EditorView | null = null;
  /** Of where one writes; null while no text is open. */
  state = $state.raw<TextState | null>(null);

  /** Notes that one writes here, or that something changed where one does. */
  follow(view: EditorView): void {
    this.#view = view;
    this.state = stateOfText(view.state);
  }
  /** A text is closed. */
  leave(view: EditorView): void {
    if (this.#view !== view) return;
    this.#view = null;
    this.state = null;
  }
  /** Does something to the text that is open, and goes on writing there. */
  run(command: Command): void {
    if (!this.#view) return;
    command(this.#view.state, this.#view.dispatch.bind(this.#view), this.#view);
    this.#view.focus();
  }
  /** Does something to it while one writes elsewhere: in the field of a fallback. */
  runQuietly(command: Command): void {
    if (this.#view) command(this.#view.state, this.#view.dispatch.bind(this.#view), this.#view);
  }
}
