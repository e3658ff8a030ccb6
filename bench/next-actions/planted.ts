import { stopKey, waitKey, type OfferedAction } from '../../domain/next-actions/action.ts';
import type { ActionContext } from '../../domain/next-actions/context.ts';
import { startingPolicy, type DecidingPolicy } from '../../domain/next-actions/policy.ts';
import { ruleScore } from '../../domain/scoring/rule-score.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { context } from '../../test/factories/decisions.ts';

const offered = (key: string, kind: OfferedAction['kind'], numbers: { chance: number; value: number }) => ({
  key,
  kind,
  label: key,
  lever: 1,
  targetId: null,
  ...numbers,
});

/** What the made-up tenant offers, with the chances that it believes in. */
export const plantedActions: OfferedAction[] = [
  offered('letter', 'send_email', { chance: 0.1, value: 100 }),
  offered('guide', 'send_content', { chance: 0.1, value: 100 }),
  offered('drip', 'add_to_drip', { chance: 0.08, value: 110 }),
  offered('call', 'create_task', { chance: 0.04, value: 400 }),
  offered('slower', 'change_cadence', { chance: 0.06, value: 70 }),
];

/** Every action of the simulation by its number, waiting last. */
export const plantedKeys = [...plantedActions.map(({ key }) => key), waitKey];

/** How the made-up tenant decides. */
export const plantedPolicy: DecidingPolicy = {
  ...startingPolicy,
  mode: 'suggest',
  exploration: 0.3,
  versionId: 'planted',
  actions: plantedActions,
};

/** A made-up person. */
export function plantPerson(random: () => number): PersonFeatures {
  const titles = ['Engineer', 'Buyer', 'Director', 'Assistant'];
  return {
    'click.30': Math.floor(random() * 4),
    'page_view.30': Math.floor(random() * 10),
    'quiet.days': Math.floor(random() * 100),
    'known.days': Math.floor(random() * 200),
    'reply.ever': random() < 0.2 ? 1 : 0,
    'person.jobTitle': titles[Math.floor(random() * titles.length)]!,
  };
}

/** The true chance that somebody answers to an action: what the product must find out. */
export function plantedChance(features: PersonFeatures, key: string): number {
  const number = (name: string) => Number(features[name]);
  switch (key) {
    case 'letter':
      return number('click.30') >= 2 ? 0.2 : 0.05;
    case 'guide':
      return features['person.jobTitle'] === 'Engineer' ? 0.24 : 0.05;
    case 'drip':
      return number('known.days') < 60 ? 0.18 : 0.04;
    case 'call':
      return features['person.jobTitle'] === 'Buyer' && number('page_view.30') >= 4 ? 0.12 : 0.01;
    case 'slower':
      return number('quiet.days') > 60 ? 0.22 : 0.03;
    default:
      return 0.02;
  }
}

/** What doing something for somebody is worth in truth. */
export function plantedWorth(features: PersonFeatures, key: string): number {
  const value = plantedActions.find((action) => action.key === key)?.value ?? plantedPolicy.baseValue;
  return plantedChance(features, key) * value;
}

/** The context of somebody of whom nothing but their features matters. */
export function plantedContext(features: PersonFeatures, at: number): ActionContext {
  const { score, reasons } = ruleScore(features);
  return context({ personId: `person-${at}`, score, reasons: reasons.map(({ text }) => text), closed: [stopKey] });
}
