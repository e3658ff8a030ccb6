import { sql, type Selectable } from 'kysely';
import type { MessageCondition } from '../../../domain/templates/conditions.ts';
import type { TenantDb } from '../../connection.ts';
import type { Editions } from '../../schema.ts';

/** One tracked link of an edition; its place in the list is its index. */
export interface EditionLink {
  url: string;
  label: string;
  /** Hidden from people: whoever follows it is a machine. */
  honeypot?: boolean;
}

/** An edition: the message as it is sent, never changed. */
export interface EditionRow extends Omit<Selectable<Editions>, 'links' | 'messageClass' | 'topicId' | 'conditions'> {
  links: EditionLink[];
  messageClass: 'marketing' | 'transactional';
  /** Its topic; without one, there is nothing that people could opt out of. */
  topicId?: string | null;
  /** What is asked of each reader at the moment of sending; left out: nothing. */
  conditions?: MessageCondition[];
}

/** What is written for an edition. */
export type EditionValues = Omit<EditionRow, 'tenantId' | 'id' | 'createdAt'>;

/** Keeps an edition; the same content of the same variant is kept once. Returns its id. */
export async function insertEdition(db: TenantDb, values: EditionValues): Promise<string> {
  const { conditions, ...rest } = values;
  const inserted = await db
    .insertInto('editions')
    .values({
      ...rest,
      links: JSON.parse(JSON.stringify(values.links)),
      ...(conditions && { conditions: sql<string>`${JSON.stringify(conditions)}::text::jsonb` }),
    })
    .onConflict((oc) => oc.columns(['tenantId', 'variantId', 'contentHash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return inserted.id;
  const existing = await db
    .selectFrom('editions')
    .select('id')
    .where('variantId', '=', values.variantId)
    .where('contentHash', '=', values.contentHash)
    .executeTakeFirstOrThrow();
  return existing.id;
}
