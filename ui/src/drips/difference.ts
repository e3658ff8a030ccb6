import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { findStep } from '../../../domain/drips/graph.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import { compareSteps } from '../../../domain/drips/version.ts';

/** What a version does differently from the one before it. */
export function differenceWords(before: DripDefinition, after: DripDefinition): string {
  const { added, changed, removed } = compareSteps(before, after);
  const named = (keys: readonly string[]): string =>
    keys.map((key) => quoted(findStep(after.steps, key) ?? { kind: 'exit', name: key })).join(', ');
  const rulesOf = (definition: DripDefinition): string => JSON.stringify({ ...definition, steps: [] });
  const parts = [
    added.length > 0 ? `New: ${named(added)}.` : '',
    changed.length > 0 ? `Changed: ${named(changed)}.` : '',
    removed.length > 0 ? `Removed: ${removed.map(quoted).join(', ')}.` : '',
    rulesOf(before) === rulesOf(after) ? '' : 'Changed: who comes in, who leaves, or when messages go.',
  ];
  return parts.filter(Boolean).join(' ') || 'The same as the one before it.';
}

const quoted = (step: Parameters<typeof stepName>[0]): string => `“${stepName(step)}”`;
