import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { loadRuleContext } from '../../db/queries/segments/context.ts';
import { refreshSegment } from '../../db/queries/segments/members.ts';
import { countMatching } from '../../db/queries/segments/preview.ts';
import { insertSegment, markCounted } from '../../db/queries/segments/segments.ts';
import { Rule } from '../../domain/segments/rule.ts';

const clicked = { kind: 'engagement', event: 'click', withinDays: 90 };
const isConsenting = { kind: 'field', field: 'person.consent', test: { op: 'isOneOf', values: ['granted'] } };

const segments = [
  {
    name: 'Clicked lately',
    description: 'Anybody who clicked in a message in the last 90 days',
    isWatched: true,
    rule: Rule.parse(clicked),
  },
  {
    name: 'Shops and warehouses',
    description: 'People at retail and logistics companies who agreed to news',
    isWatched: false,
    rule: Rule.parse({
      kind: 'all',
      rules: [
        { kind: 'field', field: 'account.industry', test: { op: 'isOneOf', values: ['Retail', 'Logistics'] } },
        isConsenting,
      ],
    }),
  },
  {
    name: 'Customers who went quiet',
    description: 'Customers who got mail and clicked nothing',
    isWatched: false,
    rule: Rule.parse({
      kind: 'all',
      rules: [
        { kind: 'field', field: 'person.kind', test: { op: 'isOneOf', values: ['contact'] } },
        { kind: 'engagement', event: 'sent', withinDays: 90 },
        { kind: 'none', rules: [clicked, { kind: 'engagement', event: 'reply', withinDays: 90 }] },
      ],
    }),
  },
];

/** Writes some segments over the example's people, counted once. */
export async function seedSegments(db: TenantDb, createdBy: string): Promise<void> {
  const nowIso = new Date().toISOString();
  for (const segment of segments) {
    const id = uuidv7();
    await insertSegment(db, { ...segment, id, createdBy });
    const context = await loadRuleContext(db, { rules: [segment.rule], nowIso });
    await markCounted(db, id, { people: await countMatching(db, { rule: segment.rule, context }), at: nowIso });
    if (segment.isWatched) await refreshSegment(db, { id, nowIso });
  }
}
