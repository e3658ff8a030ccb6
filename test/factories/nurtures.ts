import { v7 as uuidv7 } from 'uuid';
import { sql } from 'kysely';
import { applyVersion } from '../../api/routes/nurtures/apply-version.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { deleteBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { insertNurtureItem } from '../../db/queries/nurtures/items.ts';
import { addNurtureMembers } from '../../db/queries/nurtures/members.ts';
import {
  findNurtureVersion,
  findNurtureVersionHash,
  insertNurtureVersion,
} from '../../db/queries/nurtures/versions.ts';
import { findNurture, insertNurture } from '../../db/queries/nurtures/nurtures.ts';
import { NurtureDefinition } from '../../domain/nurtures/definition.ts';
import { NewNurtureItem, type NurtureItemState } from '../../domain/nurtures/item.ts';
import type { StreamMoves } from '../../domain/nurtures/version.ts';
import type { TestDatabase } from '../database.ts';
import { createTestCampaign } from './campaigns.ts';

/** A nurture programme in a campaign of its own that is approved and runs; all its people gave consent and are members. */
export interface TestNurture {
  tenantId: string;
  campaignId: string;
  nurtureId: string;
  senderId: string;
  personIds: string[];
  /** The ids of the items by name. */
  items: Record<string, string>;
}

const body = `<mjml><mj-body><mj-section><mj-column><mj-text>
Hello. {{ tenant.name }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;

/** Adds an item with a message that passes every check, named like its subject. Returns its id. */
export async function addItem(
  app: Database,
  made: Pick<TestNurture, 'tenantId' | 'nurtureId'> & { senderId: string | null },
  item: { name: string; state?: NurtureItemState; streams?: string[]; place?: 'top' | 'end' } & Record<string, unknown>,
): Promise<string> {
  const { state = 'active', streams = ['main'], ...rest } = item;
  const { tenantId, nurtureId, senderId } = made;
  const content = { subject: item.name, body, senderId };
  const parsed = NewNurtureItem.parse({ ...rest, streams, content });
  const id = uuidv7();
  await withTenant(app.db, tenantId, (db) =>
    insertNurtureItem(db, { ...parsed, id, nurtureId, state, createdBy: 'author-1' }),
  );
  return id;
}

/** Makes other rules, and takes them into use as an approval does; nobody is told. */
export async function changeRules(
  app: Database,
  { tenantId, nurtureId }: Pick<TestNurture, 'tenantId' | 'nurtureId'>,
  change: { definition: unknown; moves?: StreamMoves },
): Promise<void> {
  const definition = NurtureDefinition.parse(change.definition);
  await withTenant(app.db, tenantId, async (db) => {
    const row = await findNurture(db, nurtureId);
    const contentHash = await findNurtureVersionHash(db, definition);
    const values = { nurtureId, definition, moves: change.moves ?? {}, note: '', contentHash };
    const number = await insertNurtureVersion(db, { ...values, author: { id: 'author-1', name: 'Author' } });
    const version = await findNurtureVersion(db, { nurtureId, number });
    await applyVersion(db, row!, { version: version!, values: {} });
  });
}

/** Makes it as the application's role: streams, items (in their order) and members since `sinceIso`. */
export async function createTestNurture(
  database: TestDatabase,
  app: Database,
  options: {
    people?: number;
    items: ({ name: string } & Record<string, unknown>)[];
    definition?: unknown;
    sinceIso: string;
  },
): Promise<TestNurture> {
  const { people = 10, sinceIso } = options;
  const { tenantId, campaignId, senderId, broadcastId } = await createTestCampaign(database, {
    people,
    capMessages: null,
  });
  const nurtureId = uuidv7();
  const definition = NurtureDefinition.parse({
    schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' },
    ...(options.definition as object | undefined),
  });
  const personIds = await withTenant(app.db, tenantId, async (db) => {
    await deleteBroadcast(db, broadcastId);
    const author = { id: 'author-1', name: 'Author' };
    await insertNurture(db, { id: nurtureId, campaignId, name: 'Care', definition, author });
    const stream = definition.streams[0]!.key;
    const everybody = sql`select id as person_id from people`;
    await addNurtureMembers(db, { nurtureId, stream, nowIso: sinceIso, people: everybody });
    const rows = await db.selectFrom('people').select('id').orderBy('emailKey').execute();
    return rows.map(({ id }) => id);
  });
  const made = { tenantId, campaignId, nurtureId, senderId, personIds };
  const items: Record<string, string> = {};
  for (const item of options.items) items[item.name] = await addItem(app, made, { state: 'draft', ...item });
  await withTenant(app.db, tenantId, async (db) => {
    const approvedHash = await findContentHash(db, campaignId);
    await markCampaign(db, { id: campaignId, from: ['draft'], to: 'running', values: { approvedHash } });
  });
  return { ...made, items };
}
