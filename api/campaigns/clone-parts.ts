import { v5 as uuidv5 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { countBroadcasts } from '../../db/queries/broadcasts.ts';
import { copyBroadcasts, type Copying } from '../../db/queries/campaign-clone.ts';
import { findDefinition } from '../../db/queries/drip-definitions.ts';
import { insertDrip, listDrips } from '../../db/queries/drips.ts';

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
  {
    what: 'Drips',
    detail: 'Steps, messages, entry and exit rules of the version that people follow now; nobody is in a copy',
    count: async (db, campaignId) => (await listDrips(db, campaignId)).length,
    copy: copyDrips,
  },
];

async function copyDrips(db: TenantDb, { from, to, author }: Copying): Promise<void> {
  for (const { id, name, priority, currentVersion } of await listDrips(db, from)) {
    const definition = await findDefinition(db, { dripId: id, number: currentVersion });
    if (definition) await insertDrip(db, { id: uuidv5(id, to), campaignId: to, name, priority, definition, author });
  }
}
