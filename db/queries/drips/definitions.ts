import { sql } from 'kysely';
import { MessageContent } from '../../../domain/content/content.ts';
import { DripDefinition } from '../../../domain/drips/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { listDefinitionRules } from '../broadcasts/audience-segments.ts';
import { pinSurroundings } from '../content/block-context.ts';
import { contentHash } from '../approvals/content-hash.ts';
import { contentOf } from '../content/edition-source.ts';
import { upsertVariant } from '../content/variants.ts';

/** Which version of which drip. */
export interface VersionRef {
  dripId: string;
  number: number;
}

/**
 * Writes the definition of a version: the rule without the messages on its row, each message as the variant of its step. Steps that
 * the drip has not had before get their ids.
 */
export async function writeDefinition(db: TenantDb, ref: VersionRef, definition: DripDefinition): Promise<void> {
  const stepIds = await ensureSteps(
    db,
    ref.dripId,
    definition.steps.map(({ key }) => key),
  );
  await deleteMessagesOf(db, ref);
  for (const step of definition.steps) {
    if (step.kind !== 'send') continue;
    const { id } = await db
      .insertInto('dripMessages')
      .values({ ...ref, stepId: stepIds.get(step.key)! })
      .returning('id')
      .executeTakeFirstOrThrow();
    const content = MessageContent.parse({ subject: '', body: '', ...step.content });
    await upsertVariant(db, { sourceKind: 'drip_step', sourceId: id, content });
  }
  await db
    .updateTable('dripVersions')
    .set({ definition: JSON.parse(JSON.stringify(withoutContent(definition))) })
    .where('dripId', '=', ref.dripId)
    .where('number', '=', ref.number)
    .execute();
}

/** Removes the messages of a version; the rest of it stays. */
export async function deleteMessagesOf(db: TenantDb, { dripId, number }: VersionRef): Promise<void> {
  const gone = await db
    .deleteFrom('dripMessages')
    .where('dripId', '=', dripId)
    .where('number', '=', number)
    .returning('id')
    .execute();
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  await db.deleteFrom('variants').where('sourceId', 'in', ids).execute();
}

function withoutContent(definition: DripDefinition): DripDefinition {
  const steps = definition.steps.map((step) => (step.kind === 'send' ? { ...step, content: {} } : step));
  return { ...definition, steps };
}

/** The ids of steps by key, made where the drip has not had them. */
async function ensureSteps(db: TenantDb, dripId: string, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length > 0) {
    await db
      .insertInto('dripSteps')
      .values(keys.map((key) => ({ dripId, key })))
      .onConflict((conflict) => conflict.columns(['tenantId', 'dripId', 'key']).doNothing())
      .execute();
  }
  return findStepIds(db, dripId);
}

/** The ids of all steps that a drip ever had, by key. */
export async function findStepIds(db: TenantDb, dripId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('dripSteps').select(['id', 'key']).where('dripId', '=', dripId).execute();
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** The rule of a version as the engine follows it, without the messages; undefined where there is no such version. */
export async function findRule(db: TenantDb, { dripId, number }: VersionRef): Promise<DripDefinition | undefined> {
  const row = await db
    .selectFrom('dripVersions')
    .select('definition')
    .where('dripId', '=', dripId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && DripDefinition.parse(row.definition);
}

/** Of each sending step of a version the id that its message is the variant of, by key. */
export async function findMessageIds(db: TenantDb, { dripId, number }: VersionRef): Promise<Map<string, string>> {
  const rows = await messagesOf(db, dripId).where('m.number', '=', number).execute();
  return new Map(rows.map(({ id, key }) => [key, id]));
}

function messagesOf(db: TenantDb, dripId: string) {
  return db
    .selectFrom('dripMessages as m')
    .innerJoin('dripSteps as s', (join) => join.onRef('s.tenantId', '=', 'm.tenantId').onRef('s.id', '=', 'm.stepId'))
    .select(['m.id', 'm.number', 's.key'])
    .where('m.dripId', '=', dripId);
}

/** A version's definition with its messages, as it is edited. */
export async function findDefinition(db: TenantDb, ref: VersionRef): Promise<DripDefinition | undefined> {
  const rule = await findRule(db, ref);
  if (!rule) return undefined;
  const rows = await messagesOf(db, ref.dripId)
    .innerJoin('variants as v', (join) => join.onRef('v.tenantId', '=', 'm.tenantId').onRef('v.sourceId', '=', 'm.id'))
    .selectAll('v')
    .where('m.number', '=', ref.number)
    .execute();
  const contents = new Map(rows.map((row) => [row.key, contentOf(row)]));
  return {
    ...rule,
    steps: rule.steps.map((step) => (step.kind === 'send' ? { ...step, content: contents.get(step.key) ?? {} } : step)),
  };
}

/**
 * What an approval pins of one version: its rule without notes, the segments that it asks about, and its messages with the sender as
 * mail will show it.
 */
async function pinnedVersion(db: TenantDb, ref: VersionRef): Promise<unknown> {
  const { rows } = await sql<{ step: string; blocks: unknown; look: unknown }>`
    select st.key as step, v.label, v.message_class, v.reply_to, v.subject, v.preheader, v.format, v.body, v.blocks, v.look, v.text_body, v.topic_id,
      s.name as sender_name, s.address as sender_address, s.reply_to as sender_reply_to, c.name as campaign_name
    from drip_messages m
    join drip_steps st on st.tenant_id = m.tenant_id and st.id = m.step_id
    join drips d on d.tenant_id = m.tenant_id and d.id = m.drip_id
    join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    join variants v on v.tenant_id = m.tenant_id and v.source_id = m.id
    left join senders s on s.tenant_id = v.tenant_id and s.id = v.sender_id
    where m.tenant_id = current_tenant() and m.drip_id = ${ref.dripId} and m.number = ${ref.number}
    order by st.key, v.label`.execute(db);
  const rule = await findRule(db, ref);
  const segmentRules = await listDefinitionRules(db, rule);
  const surroundings = await pinSurroundings(db, rows);
  return {
    definition: rule && { ...rule, steps: rule.steps.map((step) => ({ ...step, note: undefined })) },
    messages: rows.map(({ look, ...row }) => (look === null ? row : { ...row, look })),
    ...(segmentRules && { segmentRules }),
    ...(surroundings && { surroundings }),
  };
}

/** The hash that the approval of one version pins. */
export async function findVersionHash(db: TenantDb, ref: VersionRef): Promise<string> {
  return contentHash(await pinnedVersion(db, ref));
}

/** What an approval pins of a campaign's drips: who of them goes first, and the version that runs or will. In their order. */
export async function listPinnedDrips(db: TenantDb, campaignId: string): Promise<unknown[]> {
  const drips = await db
    .selectFrom('drips')
    .select(['id', 'priority', 'currentVersion'])
    .where('campaignId', '=', campaignId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const pinned: unknown[] = [];
  for (const { id, priority, currentVersion } of drips) {
    pinned.push({ drip: id, priority, version: await pinnedVersion(db, { dripId: id, number: currentVersion }) });
  }
  return pinned;
}
