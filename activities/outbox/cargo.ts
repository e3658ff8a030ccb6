import { addToCounters, markAbandoned, putOff, releaseBatch, type PutOff } from '../../db/queries/outbox/batch.ts';
import type { LeasedBatch, OutboxSql } from '../../db/queries/outbox/lease.ts';
import { markWindow, settleLate, type Moved, type WindowOutcome } from '../../db/queries/outbox/mark.ts';
import { insertRefusedAddresses } from '../../db/queries/outbox/suppress.ts';
import {
  claimWindow,
  listClaimed,
  listDomains,
  listQueued,
  type EditionOfBatch,
  type Recipient,
  type Statement,
  type WindowClaim,
} from '../../db/queries/outbox/window.ts';
import {
  claimSeeds,
  listClaimedSeeds,
  listQueuedSeeds,
  listSeedReceivers,
  markSeeds,
  markSeedsAbandoned,
  putSeedsOff,
  releaseSeeds,
  settleSeedsLate,
} from '../../db/queries/seeds/outbox.ts';

/** What a batch carries, with the statements that move it: messages to people, or copies for seeds. The road is the same. */
export interface Cargo {
  /** Copies for seeds: somebody invented reads them, and nothing of them is counted anywhere. */
  isForSeeds: boolean;
  listQueued: (sql: OutboxSql, batchId: string) => Promise<EditionOfBatch[]>;
  listDomains: (sql: OutboxSql, ids: string[]) => Promise<Map<string, string>>;
  claim: (sql: OutboxSql, claim: WindowClaim) => Statement<Recipient>;
  listClaimed: (sql: OutboxSql, ids: string[]) => Statement<Recipient>;
  /** The statements that write a window; `suppress` are those whose addresses are of no use. */
  mark: (sql: OutboxSql, outcome: WindowOutcome & { suppress: string[] }) => { execute(): PromiseLike<unknown> }[];
  settleLate: (sql: OutboxSql, outcome: WindowOutcome) => Promise<Moved[]>;
  /** What a lane that is gone had in flight is uncertain from now on; how many. */
  markAbandoned: (sql: OutboxSql, batch: LeasedBatch, lastLease: string) => Promise<number>;
  putOff: (sql: OutboxSql, input: PutOff) => Promise<void>;
  release: (sql: OutboxSql, batchId: string, leaseId: string) => Promise<boolean>;
}

const messages: Cargo = {
  isForSeeds: false,
  listQueued,
  listDomains,
  claim: claimWindow,
  listClaimed,
  mark: (sql, outcome) => [
    ...(outcome.suppress.length > 0 ? [insertRefusedAddresses(sql, { ...outcome, messageIds: outcome.suppress })] : []),
    ...markWindow(sql, outcome),
  ],
  settleLate,
  markAbandoned: async (sql, { id, sourceId }, lastLease) => {
    const uncertain = await markAbandoned(sql, id, lastLease);
    await addToCounters(sql, sourceId, { uncertain });
    return uncertain;
  },
  putOff,
  release: releaseBatch,
};

const seeds: Cargo = {
  isForSeeds: true,
  listQueued: listQueuedSeeds,
  listDomains: listSeedReceivers,
  claim: claimSeeds,
  listClaimed: listClaimedSeeds,
  mark: (sql, outcome) => [markSeeds(sql, outcome)],
  settleLate: settleSeedsLate,
  markAbandoned: (sql, { id }, lastLease) => markSeedsAbandoned(sql, id, lastLease),
  putOff: putSeedsOff,
  release: releaseSeeds,
};

/** What a batch carries. */
export const cargoOf = ({ sourceKind }: Pick<LeasedBatch, 'sourceKind'>): Cargo =>
  sourceKind === 'seed' ? seeds : messages;
