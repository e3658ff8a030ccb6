import type { Condition } from './condition.ts';
import type { DripStep } from './steps.ts';

/** What the rules of the graph read of a definition. */
export interface StepGraph {
  steps: readonly DripStep[];
  goal: Condition | null;
  exitWhen: Condition | null;
}

/** Something wrong with how steps hang together: where in the definition, a stable code, what to mend. */
export interface GraphProblem {
  path: (string | number)[];
  code: 'duplicate' | 'unknown_step' | 'cycle' | 'not_a_message';
  message: string;
}

/** The ways out of the step at `index`, in their order; null is the end of the drip. */
export function waysOut(steps: readonly DripStep[], index: number): (string | null)[] {
  const step = steps[index];
  if (!step) return [];
  switch (step.kind) {
    case 'branch':
      return [step.yes, step.no];
    case 'split':
      return step.paths.map(({ next }) => next);
    case 'goal':
    case 'exit':
      return [];
    default:
      return [step.next === undefined ? (steps[index + 1]?.key ?? null) : step.next];
  }
}

/** Where a step that has one way out leads; null is the end. */
export function nextOf(steps: readonly DripStep[], key: string): string | null {
  return waysOut(steps, indexOf(steps, key))[0] ?? null;
}

/** The step of this key, or undefined. */
export function findStep(steps: readonly DripStep[], key: string | null): DripStep | undefined {
  return key === null ? undefined : steps.find((step) => step.key === key);
}

function indexOf(steps: readonly DripStep[], key: string): number {
  return steps.findIndex((step) => step.key === key);
}

/** The keys of all steps, each after every step that leads to it: who is moved in this order is moved once a round. */
export function topologicalOrder(steps: readonly DripStep[]): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of waysOut(steps, indexOf(steps, key))) if (next !== null) visit(next);
    order.unshift(key);
  };
  for (const { key } of [...steps].reverse()) visit(key);
  return order;
}

/** Steps that nobody can come to: none leads to them, and they are not the first. */
export function findUnreachable(steps: readonly DripStep[]): string[] {
  const reached = new Set<string>();
  const visit = (key: string | null | undefined): void => {
    if (key == null || reached.has(key)) return;
    reached.add(key);
    for (const next of waysOut(steps, indexOf(steps, key))) visit(next);
  };
  visit(steps[0]?.key);
  return steps.map(({ key }) => key).filter((key) => !reached.has(key));
}

/** Everything that is wrong with how the steps hang together. */
export function findGraphProblems(graph: StepGraph): GraphProblem[] {
  const { steps } = graph;
  const problems: GraphProblem[] = [];
  const kinds = new Map<string, DripStep['kind']>();
  steps.forEach(({ key, kind }, index) => {
    if (kinds.has(key))
      problems.push({ path: ['steps', index, 'key'], code: 'duplicate', message: `there is another step ${key}` });
    kinds.set(key, kind);
  });
  steps.forEach((step, index) => {
    for (const next of waysOut(steps, index)) {
      if (next !== null && !kinds.has(next))
        problems.push({
          path: ['steps', index],
          code: 'unknown_step',
          message: `leads to ${next}, which does not exist`,
        });
    }
    if (step.kind === 'branch') problems.push(...ofCondition(step.condition, ['steps', index, 'condition'], kinds));
  });
  problems.push(...ofCondition(graph.goal, ['goal'], kinds), ...ofCondition(graph.exitWhen, ['exitWhen'], kinds));
  return problems.length > 0 ? problems : findCycle(steps);
}

function ofCondition(
  condition: Condition | null,
  path: (string | number)[],
  kinds: ReadonlyMap<string, DripStep['kind']>,
): GraphProblem[] {
  if (condition?.kind !== 'step') return [];
  if (kinds.get(condition.step) === 'send') return [];
  return [
    { path: [...path, 'step'], code: 'not_a_message', message: `${condition.step} is no step that sends a message` },
  ];
}

function findCycle(steps: readonly DripStep[]): GraphProblem[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (key: string): string | null => {
    if (done.has(key)) return null;
    if (path.includes(key)) return key;
    path.push(key);
    for (const next of waysOut(steps, indexOf(steps, key))) {
      const found = next === null ? null : visit(next);
      if (found) return found;
    }
    path.pop();
    done.add(key);
    return null;
  };
  for (const { key } of steps) {
    const found = visit(key);
    if (found) {
      const message = `the steps lead back to ${found}; a drip only goes forward`;
      return [{ path: ['steps', indexOf(steps, found)], code: 'cycle', message }];
    }
  }
  return [];
}
