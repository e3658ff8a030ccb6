import type { ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { placeOf } from '../../domain/experiments/assignment.ts';
import type { Traveller } from '../drips/journey.ts';

/** People who come to a step's message, by what they get. */
export interface Divided {
  parts: { editionId: string; variant?: { experimentId: string; variantId: string }; to: Traveller[] }[];
  /** The positions of people who are held out. */
  heldOut: ReadonlySet<string>;
}

/**
 * Divides those who come to a step by its test: while it goes on everybody gets the variant of their place, those outside of the test the
 * message as it is; once it is decided all get what was decided. Who is held out stays so.
 */
export function divide(
  test: ExperimentRow | undefined,
  { editionId, going }: { editionId: string; going: readonly Traveller[] },
): Divided {
  if (!test) return { parts: [{ editionId, to: [...going] }], heldOut: new Set() };
  const { salt, holdOut, testShare, variants } = test;
  const plan = { shares: { holdOut, test: testShare }, weights: test.weights ?? variants.map(() => 1) };
  const decided = variants.find(({ id }) => id === test.sentVariantId)?.editionId ?? editionId;
  const heldOut = new Set<string>();
  const rest: Traveller[] = [];
  const tested = new Map<number, Traveller[]>();
  for (const traveller of going) {
    const place = placeOf(salt, traveller.personId, plan);
    if (place.part === 'hold_out') heldOut.add(traveller.id);
    else if (place.part === 'rest' || test.status === 'decided') rest.push(traveller);
    else tested.set(place.variant, [...(tested.get(place.variant) ?? []), traveller]);
  }
  const parts: Divided['parts'] = [...tested].map(([index, to]) => {
    const { id, editionId: own } = variants[index]!;
    return { editionId: own ?? editionId, variant: { experimentId: test.id, variantId: id }, to };
  });
  if (rest.length > 0) parts.push({ editionId: test.status === 'decided' ? decided : editionId, to: rest });
  return { parts, heldOut };
}
