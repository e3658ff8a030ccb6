import type { DripDefinition } from '../../domain/drips/definition.ts';
import type { RecipeInput } from '../../domain/drips/recipe-steps.ts';
import { recipes } from '../../domain/drips/recipes.ts';
import type { DripStep } from '../../domain/drips/steps.ts';

/** The two versions of the example's welcome: the recipe as it is offered, and with a pause and a second look for those who did not click. */
export function welcomeVersions(
  ids: Pick<RecipeInput, 'senderId' | 'listId'>,
): Record<'first' | 'second', DripDefinition> {
  const recipe = recipes.find(({ id }) => id === 'welcome')!;
  const first = recipe.build({ ...ids, link: 'https://northwind.example/start', dateAttribute: null });
  const before = first.steps.findIndex(({ key }) => key === 'pause');
  const reread: DripStep = {
    key: 'reread',
    name: 'Time to read it',
    kind: 'wait',
    until: { kind: 'duration', amount: 4, unit: 'businessDays' },
  };
  const asked: DripStep = {
    key: 'silent',
    name: 'Still nothing?',
    note: 'Asked for by sales: whoever never opens anything should not wait another week.',
    kind: 'branch',
    condition: { kind: 'step', step: 'nudge', did: 'opened' },
    yes: 'pause',
    no: 'help',
  };
  const told: DripStep = {
    key: 'began-told',
    name: 'Somebody began',
    kind: 'notifyOwner',
    text: 'They clicked the introduction. Write to them in person while it is fresh.',
    next: 'pause',
  };
  const steps = [...first.steps.slice(0, before), reread, asked, ...first.steps.slice(before)].flatMap((step) =>
    step.key === 'more' ? [{ ...step, next: told.key }, told] : [step],
  );
  return { first, second: { ...first, steps } };
}
