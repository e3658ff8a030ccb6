import type { TenantDb } from '../../db/connection.ts';
import { listPeopleToScore, type ScoredPerson } from '../../db/queries/scoring/person-scores.ts';

/** Gives the next page of a tenant's people at each call, to whoever calls; an empty one at the end. The page after is read meanwhile. */
export function pagesOfPeople({
  limit,
  inTenant,
}: {
  limit: number;
  inTenant: <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>;
}): () => Promise<ScoredPerson[]> {
  const read = (after: string | null) => inTenant((db) => listPeopleToScore(db, { after, limit }));
  let next = read(null);
  return () => {
    const page = next;
    next = page.then((people) => (people.length < limit ? [] : read(people.at(-1)!.personId)));
    // Whoever takes the page hears of what went wrong.
    next.catch(() => {});
    return page;
  };
}
