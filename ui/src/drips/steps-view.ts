import type { Drip, StepFigures } from '../../../domain/drips/drip.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import type { Choices } from './names.svelte.ts';
import type { StepActions } from './step-actions.ts';

/** What the list and the canvas of a drip's steps are given alike; keys of the maps are steps' keys. */
export interface StepsView {
  drip: Drip;
  steps: readonly DripStep[];
  selected: string;
  figures: ReadonlyMap<string, StepFigures>;
  enrolled: number;
  problems: ReadonlyMap<string, readonly string[]>;
  choices: Choices;
  kinds: readonly DripStep['kind'][];
  actions: StepActions;
  error: unknown;
  revision: number;
  disabled: boolean;
  select: (key: string | null) => void;
}
