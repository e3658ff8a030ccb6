import type { RawBuilder } from 'kysely';
import type { DripEntry } from '../../../domain/drips/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { findSlot } from './effects.ts';
import {
  arrivalsInSegment,
  arrivalsOnList,
  datedPeople,
  peopleOfList,
  peopleOfSegment,
  type EntryOwner,
} from './entries.ts';

/** A way into a drip or a nurture programme, and since when to look where only those who come from then on come in, or whose day came. */
export interface EntryLook {
  entry: DripEntry;
  owner: EntryOwner;
  sinceIso: string;
  nowIso: string;
  /** Whether who has been in it must have come anew onto the list or into the segment. */
  newOnly: boolean;
}

/** Who comes in by an entry now, as a relation of (person_id, occasion); null where it names nothing that can be looked for. */
export async function peopleOfEntry(
  db: TenantDb,
  { entry, owner, sinceIso, nowIso, newOnly }: EntryLook,
): Promise<RawBuilder<unknown> | null> {
  switch (entry.kind) {
    case 'list':
      if (entry.existing && !newOnly) return peopleOfList(entry.listId);
      return arrivalsOnList({ owner, listId: entry.listId, sinceIso: entry.existing ? null : sinceIso });
    case 'segment':
      if (entry.existing === false) return arrivalsInSegment({ owner, segmentId: entry.segmentId, sinceIso });
      return peopleOfSegment(db, { segmentId: entry.segmentId, nowIso, ...(newOnly && { newTo: owner }) });
    case 'dateField': {
      const found = await findSlot(db, entry.attribute);
      return found?.type === 'date' ? datedPeople({ owner, entry, slot: found.slot, sinceIso, nowIso }) : null;
    }
    case 'event':
      return null;
  }
}
