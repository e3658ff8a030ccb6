import { sql, type RawBuilder } from 'kysely';
import type { NurtureDefinition, NurtureEntry } from '../../../domain/nurtures/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { peopleOfEntry } from '../drips/entry-people.ts';
import { countWay } from '../drips/reach.ts';

/** A way into a nurture programme with how many people it would bring now; null: nobody can say. */
export interface NurtureWay {
  entry: NurtureEntry['by'];
  /** What the stream is called that they come into. */
  stream: string;
  people: number | null;
}

/**
 * Who would come in by themselves now, each by the first way that brings them: a relation of (person_id, stream), and how many each way
 * brings. Undefined where there is no way that can be looked at.
 */
export async function readComing(
  db: TenantDb,
  { nurtureId, definition, nowIso }: { nurtureId: string; definition: NurtureDefinition; nowIso: string },
): Promise<{ coming: RawBuilder<unknown> | undefined; ways: NurtureWay[] }> {
  const ways: NurtureWay[] = [];
  const relations: RawBuilder<unknown>[] = [];
  const first = definition.streams[0]?.key ?? '';
  for (const [index, { by: entry, stream }] of definition.entries.entries()) {
    const look = { entry, owner: { nurtureId }, sinceIso: nowIso, nowIso, newOnly: true };
    const people = await peopleOfEntry(db, look);
    const into = stream ?? first;
    ways.push({ entry, stream: nameOf(definition, into), people: people && (await countWay(db, people)) });
    if (people) relations.push(sql`select person_id, ${into}::text as stream, ${index}::int as way from (${people}) w`);
  }
  if (relations.length === 0) return { coming: undefined, ways };
  const all = sql.join(relations, sql` union all `);
  return {
    coming: sql`select distinct on (person_id) person_id, stream from (${all}) a order by person_id, way`,
    ways,
  };
}

const nameOf = ({ streams }: NurtureDefinition, wanted: string): string =>
  streams.find(({ key }) => key === wanted)?.name ?? wanted;
