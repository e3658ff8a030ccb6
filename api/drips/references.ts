import type { TenantDb } from '../../db/connection.ts';
import { loadRuleContext } from '../../db/queries/segment-context.ts';
import { referenceErrors } from '../../db/queries/segment-references.ts';
import type { Condition } from '../../domain/drips/condition.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import { fieldErrors } from '../../domain/segments/check.ts';
import type { Rule } from '../../domain/segments/rule.ts';

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
    topic: await existing(named.topic, (ids) => db.selectFrom('topics').select('id').where('id', 'in', ids).execute()),
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
  for (const { path, rule } of rulesOf(definition)) missing.push(...(await ruleErrors(db, path, rule)));
  if (missing.length > 0) throw new DomainError('invalid', 'The drip names something that does not exist.', missing);
}

async function existing(uses: Named[], read: (ids: string[]) => Promise<{ id: string }[]>): Promise<Set<string>> {
  if (uses.length === 0) return new Set();
  return new Set((await read([...new Set(uses.map(({ id }) => id))])).map(({ id }) => id));
}

function collect({ entries, steps }: DripDefinition) {
  const named = {
    list: [] as Named[],
    sender: [] as Named[],
    status: [] as Named[],
    segment: [] as Named[],
    attribute: [] as Named[],
    topic: [] as Named[],
  };
  entries.forEach((entry, index) => {
    const path = `definition.entries.${index}`;
    if (entry.kind === 'list') named.list.push({ path: `${path}.listId`, id: entry.listId });
    if (entry.kind === 'segment') named.segment.push({ path: `${path}.segmentId`, id: entry.segmentId });
    if (entry.kind === 'dateField') named.attribute.push({ path: `${path}.attribute`, id: entry.attribute });
  });
  steps.forEach((step, index) => {
    const path = `definition.steps.${index}`;
    if (step.kind === 'changeList') named.list.push({ path: `${path}.listId`, id: step.listId });
    if (step.kind === 'setStatus') named.status.push({ path: `${path}.statusId`, id: step.statusId });
    if (step.kind === 'setAttribute') named.attribute.push({ path: `${path}.attribute`, id: step.attribute });
    if (step.kind === 'wait' && step.until.kind === 'dateField')
      named.attribute.push({ path: `${path}.until.attribute`, id: step.until.attribute });
    if (step.kind === 'send' && step.content.senderId)
      named.sender.push({ path: `${path}.content.senderId`, id: step.content.senderId });
    if (step.kind === 'send' && step.content.topicId)
      named.topic.push({ path: `${path}.content.topicId`, id: step.content.topicId });
  });
  return named;
}

/** The rules of goal, exit and branches, with where they stand. */
function rulesOf({ goal, exitWhen, steps }: DripDefinition): { path: string; rule: Rule }[] {
  const conditions: { path: string; condition: Condition | null }[] = [
    { path: 'definition.goal', condition: goal },
    { path: 'definition.exitWhen', condition: exitWhen },
    ...steps.flatMap((step, index) =>
      step.kind === 'branch' ? [{ path: `definition.steps.${index}.condition`, condition: step.condition }] : [],
    ),
  ];
  return conditions.flatMap(({ path, condition }) =>
    condition?.kind === 'rule' ? [{ path, rule: condition.rule }] : [],
  );
}

/** What is wrong with a rule in the tenant, as it is said of a segment's. */
async function ruleErrors(db: TenantDb, path: string, rule: Rule): Promise<FieldError[]> {
  const { fields } = await loadRuleContext(db, { rules: [rule], nowIso: new Date().toISOString() });
  const errors = [...fieldErrors(rule, fields), ...(await referenceErrors(db, rule))];
  return errors.map((error) => ({ ...error, path: `${path}.${error.path}` }));
}
