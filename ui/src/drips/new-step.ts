import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { starterMessage } from '../campaigns/starter-message.ts';
import { newCondition } from './condition-kinds.ts';

/** What a drip begins with that nothing was chosen for. */
export const startingDefinition: DripDefinition = {
  entries: [],
  reentry: { allowed: false, afterDays: 0 },
  goal: null,
  exitWhen: null,
  exitOnReply: true,
  window: null,
  steps: [],
};

/** The first of what a step can name, and who a new message comes from; null where there is none. */
export interface Firsts {
  list: string | null;
  attribute: { key: string; type: string } | null;
  status: string | null;
  sender: string | null;
}

/** The kinds of steps that can be added: those that have something to name. */
export function kindsFor(firsts: Firsts): DripStep['kind'][] {
  return [
    'send',
    'wait',
    'branch',
    'split',
    ...(firsts.list === null ? [] : (['changeList'] as const)),
    ...(firsts.attribute === null ? [] : (['setAttribute'] as const)),
    ...(firsts.status === null ? [] : (['setStatus'] as const)),
    'notifyOwner',
    'webhook',
    'goal',
    'exit',
  ];
}

/** A step of a kind as it is added: complete, so that it can be saved at once, and to be changed. */
export function newStep(
  kind: DripStep['kind'],
  { key, steps, firsts }: { key: string; steps: readonly DripStep[]; firsts: Firsts },
): DripStep {
  const common = { key, name: '' };
  const asked = steps.findLast((step) => step.kind === 'send')?.key;
  switch (kind) {
    case 'wait':
      return { ...common, kind, until: { kind: 'duration', amount: 3, unit: 'days' } };
    case 'send':
      return {
        ...common,
        kind,
        content: { subject: '', body: starterMessage, senderId: senderOf(steps) ?? firsts.sender },
      };
    case 'branch':
      return {
        ...common,
        kind,
        condition: asked ? { kind: 'step', step: asked, did: 'clicked' } : newCondition('rule', null)!,
        yes: null,
        no: null,
      };
    case 'split':
      return {
        ...common,
        kind,
        paths: [
          { label: 'A', percent: 50, next: null },
          { label: 'B', percent: 50, next: null },
        ],
      };
    case 'setAttribute':
      return { ...common, kind, attribute: firsts.attribute?.key ?? '', value: null };
    case 'setStatus':
      return { ...common, kind, statusId: firsts.status ?? '' };
    case 'changeList':
      return { ...common, kind, listId: firsts.list ?? '', action: 'add' };
    case 'notifyOwner':
      return { ...common, kind, text: '' };
    case 'webhook':
      return { ...common, kind, url: '', onFailure: 'goOn' };
    case 'goal':
      return { ...common, kind };
    default:
      return { ...common, kind: 'exit' };
  }
}

/** The sender that the drip uses already. */
function senderOf(steps: readonly DripStep[]): string | null {
  return (
    steps.flatMap((step) => (step.kind === 'send' && step.content.senderId ? [step.content.senderId] : []))[0] ?? null
  );
}
