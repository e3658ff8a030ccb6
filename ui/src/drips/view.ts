import { box, type Layout, type Point } from './layout.ts';

/** How much of the canvas is in view: its origin in the frame in pixels, and how large it is shown. */
interface View extends Point {
  zoom: number;
}

interface Size {
  width: number;
  height: number;
}

/** What a step keeps from the edge of the frame. */
const margin = 24;
/** Smaller than this a step cannot be read; what does not fit is moved into view instead. */
const smallest = 0.8;

/** The view to begin with: as much as can be read, from the first step down. */
export function firstView({ places, width }: Layout, first: string, frame: Size): View {
  const zoom = Math.min(1, Math.max(smallest, (frame.width - 2 * margin) / Math.max(1, width)));
  const fits = width * zoom <= frame.width - 2 * margin;
  const middle = fits ? width / 2 : (places.get(first)?.x ?? 0) + box.width / 2;
  return { x: frame.width / 2 - middle * zoom, y: margin, zoom };
}

/** The view moved just so far that a step is wholly in it. */
export function viewWith(view: View, place: Point | undefined, frame: Size): View {
  if (!place) return view;
  const shift = (at: number, size: number, room: number): number =>
    at < margin ? margin - at : Math.min(0, Math.max(room - margin - size - at, margin - at));
  const x = shift(view.x + place.x * view.zoom, box.width * view.zoom, frame.width);
  const y = shift(view.y + place.y * view.zoom, box.height * view.zoom, frame.height);
  return x === 0 && y === 0 ? view : { ...view, x: view.x + x, y: view.y + y };
}

/** How near everything stands to the height of a step, or of the top where there is none such: 0 for what is nearest. */
export function nearTo({ places, ends }: Layout, key: string): Map<string, number> {
  const height = places.get(key)?.y ?? 0;
  const byDistance = [...places, ...ends].sort(([, a], [, b]) => Math.abs(a.y - height) - Math.abs(b.y - height));
  return new Map(byDistance.map(([id], at) => [id, at]));
}
