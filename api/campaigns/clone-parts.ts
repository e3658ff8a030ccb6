import type { TenantDb } from '../../db/connection.ts';
import { countBroadcasts } from '../../db/queries/broadcasts.ts';
import { copyBroadcasts, type Copying } from '../../db/queries/campaign-clone.ts';

/** A kind of part that a copy of a campaign gets too. */
interface PartKind {
  /** What they are called, for the preview. */
  what: string;
  detail: string;
  count: (db: TenantDb, campaignId: string) => Promise<number>;
  copy: (db: TenantDb, copying: Copying) => Promise<void>;
}

/** Every kind of part, in the order of the preview; a further kind is one more entry here. */
export const partKinds: readonly PartKind[] = [
  {
    what: 'Broadcasts',
    detail: 'Message, sender and audience; lists are named and not copied, so whoever is on them then gets it',
    count: countBroadcasts,
    copy: copyBroadcasts,
  },
];
