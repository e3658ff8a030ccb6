import { sql, type Selectable } from 'kysely';
import type { Form, FormChange, FormInput, Question } from '../../../domain/forms/form.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { TenantDb } from '../../connection.ts';
import type { Forms } from '../../schema.ts';

/** A form without its address, which the API knows. */
export type FormRow = Omit<Form, 'url'> & { token: string };

/** A form as the public sees it: how often it was filled in is counted for nobody. */
export type PublicFormRow = Omit<FormRow, 'submissions'>;

/** Forms by name, after the one that `after` names. */
export async function listForms(
  db: TenantDb,
  { limit, after }: { limit: number; after: readonly [string, string] | null },
): Promise<FormRow[]> {
  const rows = await selectForms(db)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(forms.name, forms.id) > (${after?.[0] ?? ''}, ${after?.[1] ?? ''}::uuid)`),
    )
    .orderBy('forms.name')
    .orderBy('forms.id')
    .limit(limit)
    .execute();
  return rows.map(shown);
}

/** One form, or undefined. */
export async function findForm(db: TenantDb, id: string): Promise<FormRow | undefined> {
  const row = await selectForms(db).where('forms.id', '=', id).executeTakeFirst();
  return row && shown(row);
}

/** The form of a public token, or undefined. */
export async function findFormByToken(db: TenantDb, token: string): Promise<PublicFormRow | undefined> {
  const row = await db.selectFrom('forms').selectAll().where('token', '=', token).executeTakeFirst();
  return row && shownToAll(row);
}

/** Writes a form; one of this id that is there already (a repeated request) stays. */
export async function insertForm(db: TenantDb, input: FormInput & { id: string; token: string }): Promise<void> {
  const { fields, ...rest } = input;
  await refuseUnknown(() =>
    db
      .insertInto('forms')
      .values({ ...rest, fields: JSON.parse(JSON.stringify(fields)) })
      .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
      .execute(),
  );
}

/** Changes a form at a known version (null: whichever it has); false where somebody was faster. */
export async function updateForm(
  db: TenantDb,
  input: { id: string; version: number | null; change: FormChange },
): Promise<boolean> {
  const { fields, ...rest } = input.change;
  const result = await refuseUnknown(() =>
    db
      .updateTable('forms')
      .set({
        ...rest,
        ...(fields ? { fields: JSON.parse(JSON.stringify(fields)) } : {}),
        version: sql<number>`version + 1`,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', input.id)
      .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
      .executeTakeFirst(),
  );
  return result.numUpdatedRows > 0n;
}

/** A form that was filled in, as it is kept. */
export interface FormEvent {
  formId: string;
  name: string;
  personId: string;
  campaignId: string | null;
  anonymousId: string | null;
  data: object;
}

/** Writes the event of a form with the work that follows from it. */
export async function insertFormEvent(db: TenantDb, event: FormEvent): Promise<void> {
  const { formId, data, ...rest } = event;
  await sql`
    with stored as (
      insert into engagement_events
        (occurred_at, kind, verdict, verdict_rule, source_id, name, person_id, campaign_id, anonymous_id, data)
      values (now(), 'form', 'human', 'person', ${formId}, ${rest.name}, ${rest.personId}, ${rest.campaignId}, ${rest.anonymousId},
        ${JSON.stringify(data)}::text::jsonb)
      returning id, received_at)
    insert into engagement_work (event_id, received_at, due_at) select id, received_at, now() from stored`.execute(db);
}

function selectForms(db: TenantDb) {
  return db
    .selectFrom('forms')
    .selectAll('forms')
    .select((eb) =>
      eb
        .selectFrom('engagementEvents as e')
        .select((e) => e.fn.countAll<number>().as('count'))
        .whereRef('e.sourceId', '=', 'forms.id')
        .where('e.kind', '=', 'form')
        .as('submissions'),
    );
}

function shown({ submissions, ...row }: Selectable<Forms> & { submissions: number | null }): FormRow {
  return { ...shownToAll(row), submissions: submissions ?? 0 };
}

function shownToAll({ tenantId: _tenant, ...row }: Selectable<Forms>): PublicFormRow {
  return {
    ...row,
    fields: row.fields as unknown as Question[],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Turns the violation of a foreign key into a refusal that names the field. */
async function refuseUnknown<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint_name' in error ? String(error.constraint_name) : '';
    const column = (['topic', 'list', 'campaign'] as const).find((name) => constraint.includes(`${name}_id`));
    if (!column) throw error;
    throw new DomainError('invalid', `There is no such ${column}.`, [
      { path: `${column}Id`, code: 'unknown_reference', message: `is no ${column} of yours` },
    ]);
  }
}
