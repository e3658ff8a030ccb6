import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { findStep } from '../../../domain/drips/graph.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import { compareSteps, type VersionPreview } from '../../../domain/drips/version.ts';

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

/** What becomes of a test of a step for whoever follows a new version, which has messages of its own. */
export function testWords({ stepName: step, name, winner }: VersionPreview['tests'][number]): string {
  if (winner === null)
    return `The test “${name}” of “${step}” goes on without whoever follows this version: they get the message as it stands here.`;
  return (
    `${winner} won the test “${name}” of “${step}”, and this version does not have it: whoever follows it gets A again. ` +
    `Write what ${winner} has into the step to keep it.`
  );
}
