import type { TenantDb } from '../../../db/connection.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { repeatedDay } from '../../../domain/drips/steps.ts';
import { DomainError, type FieldError } from '../../../domain/errors.ts';
import { attributeErrors } from './attribute-uses.ts';
import { conditionErrors } from './condition-uses.ts';
import { watchErrors } from './watched-entries.ts';

interface Named {
  path: string;
  id: string;
}

/**
 * Everything that the definition of a drip of a campaign names must exist in the tenant (a foreign id is one that does not), and be of
 * the type that it is used as: a member status is one of the campaign's own type. Every miss is named with its step and with what would mend it.
 */
export async function checkDripReferences(db: TenantDb, campaignId: string, definition: DripDefinition): Promise<void> {
  const errors = await referenceErrorsOf(db, campaignId, definition);
  if (errors.length > 0)
    throw new DomainError('invalid', 'The drip names something that does not exist or does not fit.', errors);
}

/** What is wrong with what the definition of a drip of a campaign names. */
export async function referenceErrorsOf(
  db: TenantDb,
  campaignId: string,
  definition: DripDefinition,
): Promise<FieldError[]> {
  const named = collect(definition);
  const has = {
    list: await existing(named.list, (ids) => db.selectFrom('lists').select('id').where('id', 'in', ids).execute()),
    sender: await existing(named.sender, (ids) =>
      db.selectFrom('senders').select('id').where('id', 'in', ids).execute(),
    ),
    status: await existing(named.status, (ids) =>
      db
        .selectFrom('campaignTypeStatuses as s')
        .innerJoin('campaigns as c', 'c.campaignTypeId', 's.campaignTypeId')
        .select('s.id')
        .where('c.id', '=', campaignId)
        .where('s.id', 'in', ids)
        .execute(),
    ),
    topic: await existing(named.topic, (ids) => db.selectFrom('topics').select('id').where('id', 'in', ids).execute()),
    segment: await existing(named.segment, (ids) =>
      db.selectFrom('segments').select('id').where('id', 'in', ids).execute(),
    ),
  };
  const errors = Object.entries(named).flatMap(([what, uses]) =>
    uses
      .filter(({ id }) => !has[what as keyof typeof has].has(id))
      .map(({ path, id }): FieldError => ({ path, code: 'unknown_reference', message: missing(what, id) })),
  );
  errors.push(...repeatedDays(definition), ...(await watchErrors(db, definition)));
  errors.push(...(await attributeErrors(db, definition)), ...(await conditionErrors(db, definition)));
  return errors;
}

function repeatedDays({ window, steps }: DripDefinition): FieldError[] {
  const waits = steps.map((step, index) => ({
    path: `definition.steps.${index}.until`,
    weekdays: step.kind === 'wait' && step.until.kind === 'weekday' ? step.until.weekdays : [],
  }));
  return [{ path: 'definition.window', weekdays: window?.weekdays ?? [] }, ...waits].flatMap(({ path, weekdays }) => {
    const repeated = repeatedDay(weekdays);
    return repeated ? [{ ...repeated, path: `${path}.${repeated.path}` }] : [];
  });
}

function missing(what: string, id: string): string {
  if (what === 'status') return `The type of the campaign has no status ${id}; choose one of its own.`;
  return `There is no ${what} ${id}.`;
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
    topic: [] as Named[],
    segment: [] as Named[],
  };
  entries.forEach((entry, index) => {
    const path = `definition.entries.${index}`;
    if (entry.kind === 'list') named.list.push({ path: `${path}.listId`, id: entry.listId });
    if (entry.kind === 'segment') named.segment.push({ path: `${path}.segmentId`, id: entry.segmentId });
  });
  steps.forEach((step, index) => {
    const path = `definition.steps.${index}`;
    if (step.kind === 'changeList') named.list.push({ path: `${path}.listId`, id: step.listId });
    if (step.kind === 'setStatus') named.status.push({ path: `${path}.statusId`, id: step.statusId });
    if (step.kind === 'send' && step.content.senderId)
      named.sender.push({ path: `${path}.content.senderId`, id: step.content.senderId });
    if (step.kind === 'send' && step.content.topicId)
      named.topic.push({ path: `${path}.content.topicId`, id: step.content.topicId });
  });
  return named;
}
