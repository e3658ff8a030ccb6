import type { NurtureItemState } from './item.ts';

/** What decides whether an item may go at a cast, and where it stands. */
export interface PooledItem {
  id: string;
  state: NurtureItemState;
  isOnHold: boolean;
  validFrom: string | null;
  validUntil: string | null;
  failure: string | null;
  places: readonly { stream: string; position: number }[];
}

/** A place in a stream at one cast; lower goes first. */
export interface PoolPlace {
  stream: string;
  itemId: string;
  position: number;
}

/** Which cast, and whether what is not approved yet is looked at too: before the start it would be approved with the campaign. */
export interface PoolMoment {
  castAt: string;
  isDraft: boolean;
}

/** Whether an item may go at a cast: approved, not on hold, and within its dates. */
export function mayBeCast(item: PooledItem, { castAt, isDraft }: PoolMoment): boolean {
  const at = Date.parse(castAt);
  return (
    (item.state === 'active' || (isDraft && item.state === 'draft')) &&
    !item.isOnHold &&
    item.failure === null &&
    (item.validFrom === null || Date.parse(item.validFrom) <= at) &&
    (item.validUntil === null || at < Date.parse(item.validUntil))
  );
}

/** What every stream has to give at a cast, each stream in its order. */
export function poolAt(items: readonly PooledItem[], moment: PoolMoment): PoolPlace[] {
  return items
    .filter((item) => mayBeCast(item, moment))
    .flatMap(({ id, places }) => places.map(({ stream, position }) => ({ stream, itemId: id, position })))
    .sort((a, b) => a.stream.localeCompare(b.stream) || a.position - b.position);
}
