import { z } from 'zod';
import { Money } from '../money.ts';
import { Basis } from './report.ts';

/** Of which opportunities the paths are. */
export const PathOutcome = z.enum(['won', 'lost', 'open']);

/** Of which opportunities the paths are. */
export type PathOutcome = z.infer<typeof PathOutcome>;

/** Ways that opportunities came, told by the stops on them. */
export const PathReport = z.object({
  basis: Basis.omit({ model: true, fit: true }),
  outcome: PathOutcome,
  /** The commonest, at most fifty. The same stop several times in a row is said once. */
  paths: z.array(
    z.object({ stops: z.array(z.string()), opportunities: z.int(), value: Money, averageDays: z.number().nullable() }),
  ),
  opportunities: z.int(),
  /** Opportunities that nothing touched. */
  untouched: z.int(),
  /** How many touches they had: from one to nine, and ten or more. */
  touchCounts: z.array(z.object({ touches: z.int(), opportunities: z.int() })),
  /** From the first touch to the close. */
  daysToClose: z.object({ average: z.number().nullable(), median: z.number().nullable() }),
  /** How they flow from stop to stop; `step` counts from the first touch. */
  nodes: z.array(z.object({ id: z.string(), stop: z.string(), step: z.int() })),
  links: z.array(z.object({ source: z.string(), target: z.string(), opportunities: z.int(), valueMinor: z.int() })),
});

/** Ways that opportunities came. */
export type PathReport = z.infer<typeof PathReport>;

/** A path that several opportunities took. */
export interface TakenPath {
  stops: readonly string[];
  opportunities: number;
  valueMinor: number;
}

/** How many stops a flow shows one by one; all later ones are shown as one more. */
const shownSteps = 4;

/** Stands for the stops that are not shown one by one. */
export const furtherStops = '…';

/**
 * What flows between the stops of all paths: the first four one by one, whatever follows as one, and the end. Nothing flows back, as
 * each step has stops of its own.
 */
export function flowOf(paths: readonly TakenPath[], end: string): Pick<PathReport, 'nodes' | 'links'> {
  const nodes = new Map<string, PathReport['nodes'][number]>();
  const links = new Map<string, PathReport['links'][number]>();
  const nodeOf = (stop: string, step: number): string => {
    const id = `${step} ${stop}`;
    nodes.set(id, { id, stop, step });
    return id;
  };
  for (const { stops, opportunities, valueMinor } of paths) {
    if (stops.length === 0) continue;
    const shown = stops.slice(0, shownSteps).map((stop, at) => nodeOf(stop, at + 1));
    if (stops.length > shownSteps) shown.push(nodeOf(furtherStops, shownSteps + 1));
    const way = [...shown, nodeOf(end, shownSteps + 2)];
    for (const [at, target] of way.slice(1).entries()) {
      const source = way[at]!;
      const known = links.get(`${source}\n${target}`) ?? { source, target, opportunities: 0, valueMinor: 0 };
      known.opportunities += opportunities;
      known.valueMinor += valueMinor;
      links.set(`${source}\n${target}`, known);
    }
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => a.step - b.step || a.stop.localeCompare(b.stop)),
    links: [...links.values()],
  };
}
