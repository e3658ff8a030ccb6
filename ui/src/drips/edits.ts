import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { findGraphProblems, findUnreachable, nextOf, waysOut } from '../../../domain/drips/graph.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { isComplete } from '../segments/draft.ts';

/** A way out of a step by its place among them, as `waysOut` orders them. */
export interface Place {
  /** The step after which something comes; null: before the first. */
  after: string | null;
  way: number;
}

/** A key that no step has: the kind with a number. */
export function freeKey(steps: readonly DripStep[], kind: string): string {
  for (let number = 1; ; number++) {
    const key = `${kind}${number}`;
    if (!steps.some((step) => step.key === key)) return key;
  }
}

/** Puts a step between another and what follows on one of its ways; whatever followed comes after the new one. */
export function insertStep(steps: readonly DripStep[], step: DripStep, { after, way }: Place): DripStep[] {
  const at = steps.findIndex(({ key }) => key === after);
  if (at < 0) return [leading(step, undefined, steps[0]?.key ?? null), ...steps];
  const target = waysOut(steps, at)[way] ?? null;
  const follows = steps[at + 1]?.key ?? null;
  const next = target === follows ? undefined : target;
  const before = redirected(steps[at]!, way, step.key);
  return [...steps.slice(0, at), before, leading(step, next, target), ...steps.slice(at + 1)];
}

/** Takes a step out; who led to it leads to what came after it on its first way. */
export function removeStep(steps: readonly DripStep[], key: string): DripStep[] {
  const at = steps.findIndex((step) => step.key === key);
  if (at < 0) return [...steps];
  const target = nextOf(steps, key);
  const kept = steps.filter((step) => step.key !== key);
  return kept.map((step, index) => {
    const old = steps.indexOf(step);
    const ways = waysOut(steps, old);
    const after = waysOut(kept, index);
    // An implied way that now leads elsewhere is written out; one that named the step is led past it.
    return ways.reduce<DripStep>((changed, way, place) => {
      const wanted = way === key ? target : way;
      return after[place] === wanted ? changed : redirected(changed, place, wanted);
    }, step);
  });
}

/** A copy of a step right after it, under a key of its own. */
export function copyStep(steps: readonly DripStep[], key: string): { steps: DripStep[]; copy: string } {
  const step = steps.find((one) => one.key === key);
  if (!step) return { steps: [...steps], copy: key };
  const copy = freeKey(steps, step.kind);
  const twin = { ...structuredClone(step), key: copy, name: step.name && `${step.name} (copy)`.slice(0, 120) };
  return { steps: insertStep(steps, twin, { after: key, way: 0 }), copy };
}

/**
 * Moves a step one place up or down in the list. One with a single way out is taken out of its chain and put into the new place;
 * the ways of a branch and of a split are named, so these only change places.
 */
export function moveStep(steps: readonly DripStep[], key: string, by: -1 | 1): DripStep[] {
  const at = steps.findIndex((step) => step.key === key);
  const step = steps[at];
  const other = steps[at + by];
  if (!step || !other) return [...steps];
  if (isPassing(step) && isPassing(other)) {
    const without = removeStep(steps, key);
    const after = by === 1 ? other.key : (steps[at - 2]?.key ?? null);
    const before = without.find((one) => one.key === after);
    if (after === null || (before && isPassing(before))) {
      return insertStep(without, withoutNext(step), { after, way: 0 });
    }
  }
  const moved = [...steps];
  [moved[at], moved[at + by]] = [other, step];
  return moved;
}

/** The steps that a way of `key` may lead to without leading back, in the order of the list. */
export function targetsFor(steps: readonly DripStep[], key: string): DripStep[] {
  const leadsBack = new Set([key]);
  for (let grown = true; grown;) {
    grown = false;
    steps.forEach((step, index) => {
      if (leadsBack.has(step.key)) return;
      if (waysOut(steps, index).some((way) => way !== null && leadsBack.has(way))) {
        leadsBack.add(step.key);
        grown = true;
      }
    });
  }
  return steps.filter((step) => !leadsBack.has(step.key));
}

/** Leads one way of a step elsewhere. */
export function redirected(step: DripStep, way: number, to: string | null): DripStep {
  switch (step.kind) {
    case 'branch':
      return way === 0 ? { ...step, yes: to } : { ...step, no: to };
    case 'split':
      return { ...step, paths: step.paths.map((path, index) => (index === way ? { ...path, next: to } : path)) };
    case 'goal':
    case 'exit':
      return step;
    default:
      return { ...step, next: to };
  }
}

/** What is wrong with each step, and with the whole under the empty key, in words. */
export function problemsByStep(definition: DripDefinition): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const note = (key: string, text: string): void => void found.set(key, [...(found.get(key) ?? []), text]);
  for (const { path, message } of findGraphProblems(definition)) {
    const key = path[0] === 'steps' ? (definition.steps[Number(path[1])]?.key ?? '') : '';
    note(key, `It ${message}`.replace('It the steps', 'The steps').replace('It there is', 'There is'));
  }
  for (const { key, ...step } of definition.steps) {
    if (step.kind === 'branch' && step.condition.kind === 'rule' && !isComplete(step.condition.rule))
      note(key, 'A condition is not filled in yet.');
  }
  for (const key of findUnreachable(definition.steps)) note(key, 'Nobody comes here: no step leads to it.');
  return found;
}

/** Whether a step has one way out. */
export function isPassing(step: DripStep): boolean {
  return !['branch', 'split', 'goal', 'exit'].includes(step.kind);
}

function withoutNext(step: DripStep): DripStep {
  const plain = { ...step };
  if ('next' in plain) delete plain.next;
  return plain;
}

/** The step with its ways leading on: to the next in the list where `next` is left out. */
function leading(step: DripStep, next: string | null | undefined, target: string | null): DripStep {
  switch (step.kind) {
    case 'branch':
      return { ...step, yes: target, no: target };
    case 'split':
      return { ...step, paths: step.paths.map((path) => ({ ...path, next: target })) };
    case 'goal':
    case 'exit':
      return step;
    default:
      return next === undefined ? withoutNext(step) : { ...step, next };
  }
}
