import { sql } from 'kysely';
import type { MessageContent } from '../../../domain/content/content.ts';
import type { TenantDb } from '../../connection.ts';

/** The columns of a variant from its content. Blocks are a list, which must reach a jsonb column as JSON and not as a Postgres array. */
export function variantValues<T extends { blocks?: unknown; look?: unknown }>({ blocks, look, ...rest }: T) {
  const json = (value: unknown) => (value === null ? null : sql<string>`${JSON.stringify(value)}::text::jsonb`);
  return {
    ...rest,
    ...(blocks === undefined ? {} : { blocks: json(blocks) }),
    ...(look === undefined ? {} : { look: json(look) }),
  };
}

/** Writes the message of a source as it is to be, whether it had one or not. */
export async function upsertVariant(
  db: TenantDb,
  source: { sourceKind: 'drip_step' | 'nurture_item'; sourceId: string; content: MessageContent },
): Promise<void> {
  const values = variantValues(source.content);
  await db
    .insertInto('variants')
    .values({ ...values, sourceKind: source.sourceKind, sourceId: source.sourceId })
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'sourceId', 'label'])
        .doUpdateSet({ ...values, version: sql<number>`variants.version + 1`, updatedAt: sql<Date>`now()` }),
    )
    .execute();
}
