import { withTenant, type Database } from '../../db/connection.ts';
import { listReadersOf } from '../../db/queries/content-items/showings.ts';
import { answerConditions } from '../../db/queries/content/message-conditions.ts';
import type { ConditionAnswers, MessageCondition } from '../../domain/templates/conditions.ts';

/** Finds out which conditions of a message hold for whom, by message. */
export type ConditionAsker = (
  messageIds: readonly string[],
  conditions: readonly MessageCondition[],
) => Promise<Map<string, ConditionAnswers>>;

/** Opens the asker of one lane: conditions are asked as of the moment of sending, of a whole window of messages at once. */
export function openConditionAsker(lane: { database: Database; tenantId: string; clock: () => Date }): ConditionAsker {
  return (messageIds, conditions) =>
    withTenant(lane.database.db, lane.tenantId, async (db) => {
      const readers = await listReadersOf(db, messageIds);
      const personIds = readers.map(({ personId }) => personId);
      const answers = await answerConditions(db, { conditions, personIds, nowIso: lane.clock().toISOString() });
      return new Map(readers.map(({ messageId, personId }) => [messageId, answers.get(personId) ?? {}]));
    });
}
