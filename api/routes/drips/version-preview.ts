import type { TenantDb } from '../../../db/connection.ts';
import type { NoticeInput } from '../../../db/queries/approvals/notices.ts';
import { findDefinition, findRule } from '../../../db/queries/drips/definitions.ts';
import { listStepExperiments } from '../../../db/queries/experiments/experiments.ts';
import { countStanding, listVersions, type VersionRow } from '../../../db/queries/drips/versions.ts';
import type { DripRow } from '../../../db/queries/drips/drips.ts';
import { emptyDefinition, type DripDefinition } from '../../../domain/drips/definition.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import {
  compareSteps,
  findChangedKinds,
  type DripVersion,
  type NewVersion,
  type VersionPreview,
} from '../../../domain/drips/version.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';

/** The definition that a new version is to have: as given, or that of the former one that it restores. */
export async function definitionFor(db: TenantDb, drip: DripRow, input: NewVersion): Promise<DripDefinition> {
  if (input.definition) return input.definition;
  const restored = await findDefinition(db, { dripId: drip.id, number: input.restore ?? 0 });
  if (!restored) throw notFound('version');
  return restored;
}

/** What a new version would do to the people in the drip. */
export async function previewVersion(
  db: TenantDb,
  drip: DripRow,
  next: { definition: DripDefinition; moves: Record<string, string | null>; needsApproval: boolean },
): Promise<VersionPreview> {
  const current = (await findDefinition(db, { dripId: drip.id, number: drip.currentVersion })) ?? emptyDefinition;
  const { added, changed, removed } = compareSteps(current, next.definition);
  const { all, at } = await countStanding(db, drip.id);
  return {
    inDrip: all,
    everyone: { touched: all },
    newOnly: { touched: 0 },
    added,
    changed,
    changedKinds: findChangedKinds(await followedRules(db, drip), next.definition),
    removed: removed.map((step) => ({
      step: step.key,
      name: stepName(step),
      people: at.get(step.key) ?? 0,
      goesTo: next.moves[step.key] ?? null,
      isDecided: step.key in next.moves,
    })),
    tests: await testsLeft(db, drip, next.definition),
    needsApproval: next.needsApproval,
  };
}

/**
 * The tests that end with the version that is followed now, of steps that stay: a new version has messages of its own, so that whoever
 * follows it is in none of them and gets the message as it stands there, also where another variant has won.
 */
async function testsLeft(db: TenantDb, drip: DripRow, { steps }: DripDefinition): Promise<VersionPreview['tests']> {
  const tests = await listStepExperiments(db, { dripId: drip.id, number: drip.currentVersion });
  return steps.flatMap((step): VersionPreview['tests'] => {
    // Of several one after the other, the last one.
    const test = step.kind === 'send' ? tests.filter((one) => one.step === step.key).at(-1) : undefined;
    if (!test || step.kind !== 'send') return [];
    const named = { step: step.key, stepName: stepName(step), name: test.name };
    if (test.status !== 'decided') return [{ ...named, winner: null }];
    const sent = test.variants.find(({ id }) => id === test.sentVariantId);
    const isWritten = Object.entries(sent?.changes ?? {}).every(
      ([field, value]) => JSON.stringify(step.content[field as keyof typeof step.content]) === JSON.stringify(value),
    );
    return sent && !isWritten ? [{ ...named, winner: sent.label }] : [];
  });
}

/** The rules of the versions that people follow, or that whoever comes in now will. */
async function followedRules(db: TenantDb, drip: DripRow): Promise<DripDefinition[]> {
  const followed = (await listVersions(db, drip.id)).filter(
    ({ number, people }) => people > 0 || number === drip.currentVersion,
  );
  const rules = await Promise.all(followed.map(({ number }) => findRule(db, { dripId: drip.id, number })));
  return rules.filter((rule) => rule !== undefined);
}

/** Refuses a version in which a step is another kind of step: whoever stands at it would go on by a way that was not meant. */
export function checkKinds({ changedKinds }: VersionPreview, { steps }: DripDefinition): void {
  if (changedKinds.length === 0) return;
  const errors = changedKinds.map(({ step, name, from, to }) => ({
    path: `definition.steps.${steps.findIndex(({ key }) => key === step)}.kind`,
    code: 'kind_changed',
    message: `“${name}” (${step}) was “${from}” and cannot become “${to}”. Give the new step a key of its own.`,
  }));
  throw new DomainError('invalid', 'A step that people may stand at keeps its kind.', errors);
}

/** Refuses to move people from a step that never existed: it is probably a typing mistake, and nobody would move. */
export async function checkMovedSteps(
  db: TenantDb,
  drip: DripRow,
  { definition, moves }: { definition: DripDefinition; moves: Record<string, string | null> },
): Promise<void> {
  if (Object.keys(moves).length === 0) return;
  const rules = [definition, ...(await followedRules(db, drip))];
  const { at } = await countStanding(db, drip.id);
  const known = new Set([...at.keys(), ...rules.flatMap(({ steps }) => steps.map(({ key }) => key))]);
  const errors = Object.keys(moves)
    .filter((step) => !known.has(step))
    .map((step) => ({ path: `moves.${step}`, code: 'unknown_step', message: `The drip has no step ${step}.` }));
  if (errors.length > 0)
    throw new DomainError('invalid', 'Nobody can be moved from a step that does not exist.', errors);
}

/** Refuses a version that leaves people standing at a step that is gone, or sends them to one that does not exist. */
export function checkMoves(
  preview: VersionPreview,
  input: { scope: string; moves: Record<string, string | null> },
  steps: readonly string[],
) {
  if (input.scope === 'newOnly') return;
  const undecided = preview.removed.filter(({ people, isDecided }) => people > 0 && !isDecided);
  const lost = Object.entries(input.moves).filter(([, target]) => target !== null && !steps.includes(target));
  const errors = [
    ...undecided.map(({ step, name, people }) => ({
      path: `moves.${step}`,
      code: 'required',
      message: `${people} people stand at “${name}”; say which step they go to, or null where they are to leave.`,
    })),
    ...lost.map(([step, target]) => ({
      path: `moves.${step}`,
      code: 'unknown_step',
      message: `There is no step ${target} in the new version.`,
    })),
  ];
  if (errors.length > 0) throw new DomainError('invalid', 'Say where the people at removed steps go.', errors);
}

/** What people are told a version of a drip is. */
export function versionNotice(drip: DripRow, number: number): Pick<NoticeInput, 'campaignId' | 'subject'> {
  const name = `Version ${number} of ${drip.name}`;
  return {
    campaignId: drip.campaignId,
    subject: { kind: 'dripVersion', id: drip.id, partId: drip.id, number, name },
  };
}

/** A version of a drip as it is now, as the API shows it. */
export async function showVersion(db: TenantDb, drip: DripRow, number: number): Promise<DripVersion> {
  const row = (await listVersions(db, drip.id)).find((one) => one.number === number);
  if (!row) throw notFound('version');
  return presentVersion(row, (await findDefinition(db, { dripId: drip.id, number })) ?? emptyDefinition);
}

function presentVersion(row: VersionRow & { people?: number }, definition: DripDefinition): DripVersion {
  return {
    number: row.number,
    state: row.state,
    scope: row.scope,
    moves: row.moves,
    note: row.note,
    comment: row.comment,
    definition,
    people: row.people ?? 0,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    activatedAt: row.activatedAt?.toISOString() ?? null,
  };
}
