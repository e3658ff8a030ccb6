import type { Block } from '../../../domain/templates/block.ts';
import { removeBlock } from '../../../domain/templates/edits.ts';
import { refusalOf, type ListPlace, type Place } from '../../../domain/templates/tree.ts';

/** What is dragged: a block of the message (`id`), or one that is added when it is let go. */
export interface Dragged {
  block: Block;
  label: string;
  /** Whether it stands in the message already. */
  isMoved: boolean;
}

/** A press becomes a drag after so many pixels; before that it is a click. */
const slack = 5;
/** So near (px) to the edge of the window the page scrolls. */
const edge = 72;

/** Dragging of blocks by mouse, pen or finger: where it would land is shown, and nothing changes before it is let go. */
export class Drag {
  /** What is on its way. */
  dragged = $state.raw<Dragged | null>(null);
  /** Where it would land; null where it cannot. */
  over = $state.raw<Place | null>(null);
  /** Where the pointer is. */
  at = $state.raw({ x: 0, y: 0 });

  constructor(
    private readonly blocks: () => readonly Block[],
    private readonly drop: (dragged: Dragged, to: Place) => void,
  ) {}

  /** Begins with a press on a handle. `what` is asked for once it is a drag and no click. */
  begin(press: PointerEvent, what: () => Dragged): void {
    if (press.button !== 0) return;
    const target = press.currentTarget as HTMLElement;
    const from = { x: press.clientX, y: press.clientY };
    const stop = new AbortController();
    const options = { signal: stop.signal };
    const end = (): void => {
      stop.abort();
      this.dragged = null;
      this.over = null;
    };
    addEventListener('pointermove', (move) => this.#move(move, from, what), options);
    addEventListener(
      'pointerup',
      () => {
        const [dragged, over] = [this.dragged, this.over];
        end();
        if (dragged) addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => removeEventListener('click', swallow, { capture: true }));
        if (dragged && over) this.drop(dragged, over);
      },
      options,
    );
    addEventListener('pointercancel', end, options);
    addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape' || !this.dragged) return;
        key.preventDefault();
        key.stopPropagation();
        end();
      },
      { ...options, capture: true },
    );
    // A finger on a handle drags and does not scroll.
    target.addEventListener('touchmove', (touch) => this.dragged && touch.preventDefault(), {
      ...options,
      passive: false,
    });
  }

  #move(move: PointerEvent, from: { x: number; y: number }, what: () => Dragged): void {
    const [x, y] = [move.clientX, move.clientY];
    if (!this.dragged && Math.hypot(x - from.x, y - from.y) < slack) return;
    move.preventDefault();
    this.dragged ??= what();
    this.at = { x, y };
    this.over = this.#placeAt(this.dragged, x, y);
    const scroller = document.querySelector('[data-scroller]') ?? document.scrollingElement;
    if (y < edge) scroller?.scrollBy(0, -12);
    else if (y > innerHeight - edge) scroller?.scrollBy(0, 12);
  }

  /** The innermost list under the pointer that takes the block, and between which of its blocks. */
  #placeAt({ block, isMoved }: Dragged, x: number, y: number): Place | null {
    const blocks = isMoved ? removeBlock(this.blocks(), block.id) : this.blocks();
    for (const element of document.elementsFromPoint(x, y)) {
      if (!(element instanceof HTMLElement) || element.dataset.part === undefined) continue;
      const list: ListPlace = { parent: element.dataset.list || null, part: Number(element.dataset.part) };
      if (refusalOf(blocks, list, block)) continue;
      const others = [...element.children].filter(
        (child): child is HTMLElement =>
          child instanceof HTMLElement && child.dataset.block !== undefined && child.dataset.block !== block.id,
      );
      const below = others.findIndex((other) => {
        const { top, height } = other.getBoundingClientRect();
        return y < top + height / 2;
      });
      return { ...list, at: below < 0 ? others.length : below };
    }
    return null;
  }
}

/** The click with which a drag ends presses nothing. */
function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
