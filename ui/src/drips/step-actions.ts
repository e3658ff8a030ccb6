import { waysOut } from '../../../domain/drips/graph.ts';
import { stepName, type DripStep } from '../../../domain/drips/steps.ts';
import type { DripDraft } from './draft.svelte.ts';
import { copyStep, freeKey, insertStep, moveStep, removeStep, type Place } from './edits.ts';
import { newStep, type Firsts } from './new-step.ts';

/** What can be done with the steps of a draft, the same in the list and on the canvas; each says what it did. */
export interface StepActions {
  add: (kind: DripStep['kind'], place: Place) => void;
  copy: (key: string) => void;
  remove: (key: string) => void;
  move: (key: string, by: -1 | 1) => void;
  replace: (step: DripStep) => void;
}

/** The actions on a draft; `select` is told which step the work goes on with, `say` what happened. */
export function stepActions(
  draft: DripDraft,
  { firsts, select, say }: { firsts: () => Firsts; select: (key: string | null) => void; say: (text: string) => void },
): StepActions {
  const put = (steps: DripStep[], mark = ''): void => draft.change({ ...draft.now, steps }, mark);
  const placeOf = (key: string): number => draft.now.steps.findIndex((step) => step.key === key);
  const nameOf = (key: string): string => {
    const step = draft.now.steps[placeOf(key)];
    return step ? stepName(step) : key;
  };
  return {
    add(kind, place) {
      const { steps } = draft.now;
      const key = freeKey(steps, kind);
      put(insertStep(steps, newStep(kind, { key, steps, firsts: firsts() }), place));
      select(key);
      say(`Added ${nameOf(key)} as step ${placeOf(key) + 1}.`);
    },
    copy(key) {
      const { steps, copy } = copyStep(draft.now.steps, key);
      put(steps);
      select(copy);
      say(`Copied ${nameOf(key)} to step ${placeOf(copy) + 1}.`);
    },
    remove(key) {
      const at = placeOf(key);
      const name = nameOf(key);
      put(removeStep(draft.now.steps, key));
      select((draft.now.steps[at] ?? draft.now.steps[at - 1])?.key ?? null);
      say(`Removed ${name}. Undo brings it back.`);
    },
    move(key, by) {
      const to = placeOf(key) + by;
      if (to < 0 || to >= draft.now.steps.length) return say(`${nameOf(key)} is already ${by < 0 ? 'first' : 'last'}.`);
      put(moveStep(draft.now.steps, key, by));
      select(key);
      say(`${nameOf(key)} is now step ${placeOf(key) + 1} of ${draft.now.steps.length}.`);
    },
    replace(step) {
      put(
        draft.now.steps.map((old) => (old.key === step.key ? step : old)),
        step.key,
      );
    },
  };
}

/** The places after a step where another can be put, with what to call them. */
export function placesAfter(steps: readonly DripStep[], key: string): { place: Place; label: string }[] {
  const at = steps.findIndex((step) => step.key === key);
  const step = steps[at];
  return waysOut(steps, at).map((_, way) => ({
    place: { after: key, way },
    label:
      step?.kind === 'branch'
        ? `Add to ${way === 0 ? 'yes' : 'no'}`
        : step?.kind === 'split'
          ? `Add to ${step.paths[way]?.label ?? way + 1}`
          : 'Add after it',
  }));
}
