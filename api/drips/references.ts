import type { TenantDb } from '../../db/connection.ts';
import type { Condition } from '../../domain/drips/condition.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import { conditionsOf } from '../../domain/segments/rule.ts';

interface Named {
  path: string;
  id: string;
}

/** Everything that a definition names must exist in the tenant; a foreign id is one that does not. Every miss is named. */
export async function checkDripReferences(db: TenantDb, definition: DripDefinition): Promise<void> {
  const named = collect(definition);
  const has = {
    list: await existing(named.list, (ids) => db.selectFrom('lists').select('id').where('id', 'in', ids).execute()),
    sender: await existing(named.sender, (ids) =>
      db.selectFrom('senders').select('id').where('id', 'in', ids).execute(),
    ),
    status: await existing(named.status, (ids) =>
      db.selectFrom('campaignTypeStatuses').select('id').where('id', 'in', ids).execute(),
    ),
    segment: await existing(named.segment, (ids) =>
      db.selectFrom('segments').select('id').where('id', 'in', ids).execute(),
    ),
    attribute: await existing(named.attribute, (keys) =>
      db.selectFrom('attributeDefinitions').select('key as id').where('key', 'in', keys).execute(),
    ),
  };
  const missing = Object.entries(named).flatMap(([what, uses]) =>
    uses
      .filter(({ id }) => !has[what as keyof typeof has].has(id))
      .map(({ path, id }): FieldError => ({ path, code: 'unknown_reference', message: `There is no ${what} ${id}.` })),
  );
  if (missing.length > 0) throw new DomainError('invalid', 'The drip names something that does not exist.', missing);
}

async function existing(uses: Named[], read: (ids: string[]) => Promise<{ id: string }[]>): Promise<Set<string>> {
  if (uses.length === 0) return new Set();
  return new Set((await read([...new Set(uses.map(({ id }) => id))])).map(({ id }) => id));
}

function collect({ entries, goal, exitWhen, steps }: DripDefinition) {
  const named = {
    list: [] as Named[],
    sender: [] as Named[],
    status: [] as Named[],
    segment: [] as Named[],
    attribute: [] as Named[],
  };
  const ofCondition = (condition: Condition | null, path: string) => {
    for (const part of condition?.kind === 'rule' ? conditionsOf(condition.rule) : []) {
      if (part.kind === 'list') named.list.push(...part.listIds.map((id) => ({ path: `${path}.rule`, id })));
      if (part.kind === 'segment') named.segment.push({ path: `${path}.rule`, id: part.segmentId });
    }
  };
  ofCondition(goal, 'definition.goal');
  ofCondition(exitWhen, 'definition.exitWhen');
  entries.forEach((entry, index) => {
    const path = `definition.entries.${index}`;
    if (entry.kind === 'list') named.list.push({ path: `${path}.listId`, id: entry.listId });
    if (entry.kind === 'segment') named.segment.push({ path: `${path}.segmentId`, id: entry.segmentId });
    if (entry.kind === 'dateField') named.attribute.push({ path: `${path}.attribute`, id: entry.attribute });
  });
  steps.forEach((step, index) => {
    const path = `definition.steps.${index}`;
    if (step.kind === 'branch') ofCondition(step.condition, `${path}.condition`);
    if (step.kind === 'changeList') named.list.push({ path: `${path}.listId`, id: step.listId });
    if (step.kind === 'setStatus') named.status.push({ path: `${path}.statusId`, id: step.statusId });
    if (step.kind === 'setAttribute') named.attribute.push({ path: `${path}.attribute`, id: step.attribute });
    if (step.kind === 'wait' && step.until.kind === 'dateField')
      named.attribute.push({ path: `${path}.until.attribute`, id: step.until.attribute });
    if (step.kind === 'send' && step.content.senderId)
      named.sender.push({ path: `${path}.content.senderId`, id: step.content.senderId });
  });
  return named;
}
