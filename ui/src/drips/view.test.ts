import { describe, expect, it } from 'vitest';
import { box, layOut } from './layout.ts';
import { firstView, nearTo, viewWith } from './view.ts';

const steps = Array.from({ length: 30 }, (_, at) => ({
  key: `s${at}`,
  name: '',
  kind: 'wait' as const,
  until: { kind: 'duration' as const, amount: 1, unit: 'days' as const },
}));
const frame = { width: 800, height: 600 };

describe('what is in view on the canvas', () => {
  it('begins with the first step, in the middle and large enough to be read', () => {
    const view = firstView(layOut(steps), 's0', frame);
    expect(view).toEqual({ x: 400 - box.width / 2, y: 24, zoom: 1 });
    expect(firstView({ ...layOut(steps), width: 9000 }, 's0', frame).zoom).toBe(0.8);
  });

  it('moves no further than a step needs, and not where it is in view', () => {
    const view = { x: 0, y: 24, zoom: 1 };
    expect(viewWith(view, { x: 50, y: 100 }, frame)).toBe(view);
    expect(viewWith(view, { x: 50, y: 700 }, frame)).toEqual({ ...view, y: 600 - 24 - box.height - 700 });
    expect(viewWith(view, { x: -300, y: 100 }, frame)).toEqual({ ...view, x: 324 });
    expect(viewWith(view, undefined, frame)).toBe(view);
  });

  it('comes in the order of nearness to the step that is looked at, else to the top', () => {
    const order = (key: string): string[] =>
      [...nearTo(layOut(steps), key)].sort(([, a], [, b]) => a - b).map(([id]) => id);
    expect(order('').slice(0, 3)).toEqual(['s0', 's1', 's2']);
    expect(order('s10').slice(0, 3).sort()).toEqual(['s10', 's11', 's9']);
    expect(order('s10').length).toBe(30);
  });
});
