import { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../../db/connection.ts';
import { loadCatalogue, recommendTo } from '../../../db/queries/content-items/recommendations.ts';
import { findMergePerson } from '../../../db/queries/content/merge-person.ts';
import { answerConditions } from '../../../db/queries/content/message-conditions.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import type { MessageContent } from '../../../domain/content/content.ts';
import { itemPlaces, sampleItems, usesItems, type MergeItems } from '../../../domain/content/recommended-block.ts';
import type { MessageReader } from '../../../domain/content/renderer.ts';
import { mergeItemsOf } from '../../../domain/content-items/content-item.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { everyBlock } from '../../../domain/templates/inside.ts';
import { messageConditions, type ConditionAnswers } from '../../../domain/templates/conditions.ts';
import { exampleReader, exampleReaders, type ExampleReader } from '../../../domain/templates/example-reader.ts';

/** The reader that a preview is made for: a person, or an invented one. */
export const readerFields = {
  personId: Id.nullable().default(null).openapi({ description: 'As whom; null: an invented person' }),
  example: z
    .enum(exampleReaders)
    .default('usual')
    .openapi({ description: 'Which invented person: an ordinary one, or one with whom messages tend to break' }),
  conditions: z.record(z.string().max(40), z.boolean()).optional().openapi({
    description: 'What conditions come to for an invented person, by the id of their block; else they hold',
  }),
};

/** With whose eyes a message is to be seen. */
export interface ReaderChoice {
  personId: string | null;
  example?: ExampleReader | undefined;
  conditions?: Record<string, boolean> | undefined;
}

/** Reads with whose eyes a message is seen: what they are called, what is recommended to them, and which conditions hold for them. */
export async function findReader(db: TenantDb, content: MessageContent, choice: ReaderChoice): Promise<MessageReader> {
  const { personId } = choice;
  const person = personId === null ? exampleReader(choice.example ?? 'usual') : await findMergePerson(db, personId);
  if (!person) throw notFound('person');
  return {
    person,
    content: await itemsFor(db, content, personId),
    conditions: await conditionsFor(db, content, choice),
  };
}

async function conditionsFor(
  db: TenantDb,
  content: MessageContent,
  { personId, conditions: wanted = {} }: ReaderChoice,
): Promise<ConditionAnswers> {
  const conditions = messageConditions(content.format === 'blocks' ? (content.blocks ?? []) : []);
  if (personId === null || conditions.length === 0)
    return Object.fromEntries(conditions.map(({ id }) => [id, wanted[id] ?? true]));
  const nowIso = new Date().toISOString();
  return (await answerConditions(db, { conditions, personIds: [personId], nowIso })).get(personId) ?? {};
}

/** What would be recommended in a message: to somebody by what they read, to nobody by way of example. */
async function itemsFor(db: TenantDb, content: MessageContent, personId: string | null): Promise<MergeItems> {
  if (personId === null) return sampleItems;
  const isRecommending =
    [content.subject, content.preheader, content.body, content.textBody ?? ''].some(usesItems) ||
    everyBlock(content.blocks ?? []).some((block) => usesItems(JSON.stringify(block)) || isRecommended(block));
  if (!isRecommending) return {};
  const person = await findPerson(db, personId);
  if (!person) return {};
  const now = new Date();
  const catalogue = await loadCatalogue(db, now.toISOString());
  const readers = [{ personId, language: person.language }];
  const chosen = await recommendTo(db, { readers, catalogue, now, most: itemPlaces.length });
  return mergeItemsOf(chosen.get(personId) ?? []);
}

function isRecommended(block: ReturnType<typeof everyBlock>[number]): boolean {
  return block.kind === 'card' && block.item.kind === 'recommended';
}
