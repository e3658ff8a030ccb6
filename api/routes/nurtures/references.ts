import type { TenantDb } from '../../../db/connection.ts';
import { referenceErrors } from '../../../db/queries/segments/references.ts';
import { findSender } from '../../../db/queries/senders/senders.ts';
import { DomainError, type FieldError } from '../../../domain/errors.ts';
import { emptyDefinition } from '../../../domain/drips/definition.ts';
import { repeatedDay } from '../../../domain/drips/steps.ts';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import { referenceErrorsOf } from '../drips/references.ts';
import { checkRule } from '../segments/check-rule.ts';

/** Refuses rules and ways in that name what the tenant does not have, or ask what cannot be asked. */
export async function checkNurtureReferences(
  db: TenantDb,
  campaignId: string,
  { transitions, entries, schedule }: NurtureDefinition,
): Promise<void> {
  const repeated = repeatedDay(schedule.weekdays);
  if (repeated)
    throw new DomainError('invalid', 'The schedule names a day twice.', [
      { ...repeated, path: `definition.schedule.${repeated.path}` },
    ]);
  const nowIso = new Date().toISOString();
  const errors = await errorsOfWays(db, campaignId, entries);
  if (errors.length > 0)
    throw new DomainError('invalid', 'A way in names something that does not exist or does not fit.', errors);
  for (const { rule } of transitions) await checkRule(db, { rule, selfId: null, nowIso });
}

/** References of the ways in to things that do not exist. The ways in are those of drips, one level deeper. */
async function errorsOfWays(
  db: TenantDb,
  campaignId: string,
  entries: NurtureDefinition['entries'],
): Promise<FieldError[]> {
  const ways = { ...emptyDefinition, entries: entries.map(({ by }) => by) };
  const errors = await referenceErrorsOf(db, campaignId, ways);
  return errors.map((error) => ({ ...error, path: error.path.replace(/^(definition\.entries\.\d+)/, '$1.by') }));
}

/** What the ways in and the rules of a programme name that there is not (any more). */
export async function listMissing(
  db: TenantDb,
  campaignId: string,
  { transitions, entries }: NurtureDefinition,
): Promise<FieldError[]> {
  const errors = await errorsOfWays(db, campaignId, entries);
  for (const [index, { rule }] of transitions.entries()) {
    const missing = await referenceErrors(db, rule);
    errors.push(...missing.map((error) => ({ ...error, path: `definition.transitions.${index}.${error.path}` })));
  }
  return errors;
}

/** Refuses an item that names a sender, a topic or a stream that there is not. */
export async function checkItemReferences(
  db: TenantDb,
  { streams }: NurtureDefinition,
  item: { content?: { senderId?: string | null; topicId?: string | null }; streams?: readonly string[] },
): Promise<void> {
  const errors: FieldError[] = [];
  const miss = (path: string, message: string) => errors.push({ path, code: 'unknown_reference', message });
  const { senderId, topicId } = item.content ?? {};
  if (senderId && !(await findSender(db, senderId))) miss('content.senderId', `There is no sender ${senderId}.`);
  const hasTopic =
    !topicId || (await db.selectFrom('topics').select('id').where('id', '=', topicId).executeTakeFirst());
  if (!hasTopic) miss('content.topicId', `There is no topic ${topicId}.`);
  for (const [index, key] of (item.streams ?? []).entries()) {
    if (!streams.some((stream) => stream.key === key)) miss(`streams.${index}`, `There is no stream ${key}.`);
  }
  if (errors.length > 0) throw new DomainError('invalid', 'The item names something that does not exist.', errors);
}
