import { z } from 'zod';
import { Id } from '../ids.ts';
import { DripDefinition } from './definition.ts';
import { StepKey, stepKindWords, stepName } from './steps.ts';

/**
 * The states of a version: it waits for somebody else's approval, then for the drip to take it over (`approved`), runs, or was
 * replaced, rejected or withdrawn.
 */
export const VersionState = z.enum(['draft', 'in_review', 'approved', 'active', 'superseded', 'rejected', 'withdrawn']);

/** One of the states of a version. */
export type VersionState = z.infer<typeof VersionState>;

/** Whom a new version is for: people in the drip follow it from their next step, or it is for people who come later. */
export const VersionScope = z.enum(['everyone', 'newOnly']);

/** Whom a new version is for. */
export type VersionScope = z.infer<typeof VersionScope>;

/** Where people go who stand at a step that the new version does not have; null: they leave. */
export const StepMoves = z.record(StepKey, StepKey.nullable());

/** What may be given for a new version: a definition, or a former version to go back to. */
export const NewVersion = z
  .strictObject({
    definition: DripDefinition.optional(),
    /** The number of a former version to take over unchanged. */
    restore: z.int().min(1).optional(),
    scope: VersionScope.default('everyone'),
    moves: StepMoves.default({}),
    note: z.string().trim().max(2000).default(''),
  })
  .refine(({ definition, restore }) => (definition === undefined) !== (restore === undefined), {
    error: 'give either a definition or the number of a version to restore',
    path: ['definition'],
  });

/** A new version as parsed. */
export type NewVersion = z.infer<typeof NewVersion>;

/** What a new version would do, before it is saved. */
export const VersionPreview = z.object({
  /** People in the drip now. */
  inDrip: z.int(),
  /** How many people each choice touches. */
  everyone: z.object({ touched: z.int() }),
  newOnly: z.object({ touched: z.int() }),
  added: z.array(StepKey),
  changed: z.array(StepKey),
  /** Steps that go, with who stands there and where they are to go (undecided: no entry in `moves`). */
  removed: z.array(
    z.object({ step: StepKey, name: z.string(), people: z.int(), goesTo: StepKey.nullable(), isDecided: z.boolean() }),
  ),
  /** Steps that kept their key and would become another kind: such a version is refused. */
  changedKinds: z.array(z.object({ step: StepKey, name: z.string(), from: z.string(), to: z.string() })),
  /** Tests that whoever follows the new version is not in: those that go on, and those whose winner it has not written into its step. */
  tests: z.array(z.object({ step: StepKey, stepName: z.string(), name: z.string(), winner: z.string().nullable() })),
  needsApproval: z.boolean(),
});

/** What a new version would do. */
export type VersionPreview = z.infer<typeof VersionPreview>;

/** A version of a drip as the API shows it. */
export const DripVersion = z.object({
  number: z.int(),
  state: VersionState,
  scope: VersionScope,
  moves: StepMoves,
  note: z.string(),
  comment: z.string(),
  definition: DripDefinition,
  /** Enrolments that follow it now. */
  people: z.int(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  decidedByName: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  activatedAt: z.iso.datetime().nullable(),
});

/** A version of a drip as the API shows it. */
export type DripVersion = z.infer<typeof DripVersion>;

/** Who decides on a version, and what they say with it. */
export const VersionDecision = z.strictObject({ comment: z.string().trim().max(2000).default('') });

/** The path of a version. */
export const VersionParams = z.object({ id: Id, dripId: Id, number: z.coerce.number().int().min(1) });

/** What differs between the steps of two versions, by key. */
export function compareSteps(before: DripDefinition, after: DripDefinition) {
  const old = new Map(before.steps.map((step) => [step.key, step]));
  const kept = new Set(after.steps.map(({ key }) => key));
  return {
    added: after.steps.filter(({ key }) => !old.has(key)).map(({ key }) => key),
    changed: after.steps
      .filter((step) => old.has(step.key) && JSON.stringify(old.get(step.key)) !== JSON.stringify(step))
      .map(({ key }) => key),
    removed: before.steps.filter(({ key }) => !kept.has(key)),
  };
}

/** Steps of which a former version knows the key as another kind of step; `former` are the versions that people follow. */
export function findChangedKinds(
  former: readonly Pick<DripDefinition, 'steps'>[],
  after: Pick<DripDefinition, 'steps'>,
): VersionPreview['changedKinds'] {
  const known = former.flatMap(({ steps }) => steps);
  return after.steps.flatMap(({ key, kind }) => {
    const step = known.find((old) => old.key === key && old.kind !== kind);
    return step ? [{ step: key, name: stepName(step), from: stepKindWords[step.kind], to: stepKindWords[kind] }] : [];
  });
}
