import { sql, type RawBuilder } from 'kysely';
import { fold } from '../../../domain/segments/evaluate-test.ts';
import { typeIn } from '../../../domain/segments/field.ts';
import type { Condition, ConditionOf, Rule } from '../../../domain/segments/rule.ts';
import type { TenantDb } from '../../connection.ts';
import type { SqlRuleContext } from './context.ts';
import { countsOf, timesSql, type CountedCondition } from './counts-sql.ts';
import { testSql } from './tests-sql.ts';

type Sql = RawBuilder<unknown>;

/**
 * The people whom a rule means, as a relation of one column, `person_id`: to count, to join, or to insert from. With `among` (SQL
 * that gives ids: `select person_id from …` or an `unnest` of a parameter) only those are looked at, by index and one by one;
 * without it the whole tenant is read once. Erased people are never among them.
 */
export function matchingPeople(rule: Rule, context: SqlRuleContext, among?: Sql): Sql {
  const compiler = new Compiler(context, among !== undefined);
  const condition = compiler.rule(rule, true);
  return sql`
    select p.id as person_id from people p ${sql.join(compiler.joins, sql` `)}
    where p.tenant_id = ${context.tenantId}::uuid and p.erased_at is null ${among ? sql`and p.id in (${among})` : sql``}
      and ${condition}`;
}

/**
 * Prepares the transaction for rules over a whole tenant: memory for hashes, no compiling of the plan, no nested loops, which the
 * planner would choose where it takes a rule to mean four people and it means forty thousand, and one helping process: each of
 * them counts the events again for its share of the people.
 */
export async function planForMany(db: TenantDb): Promise<void> {
  await sql`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true),
    set_config('enable_nestloop', 'off', true), set_config('max_parallel_workers_per_gather', '1', true)`.execute(db);
}

/** Which of some people a rule means. */
export async function listMatching(
  db: TenantDb,
  input: { rule: Rule; context: SqlRuleContext; personIds: readonly string[] },
): Promise<string[]> {
  const among = sql`select unnest(${sql.val([...input.personIds])}::uuid[])`;
  const { rows } = await sql<{ personId: string }>`${matchingPeople(input.rule, input.context, among)}`.execute(db);
  return rows.map((row) => row.personId);
}

const personColumns: Record<string, string> = {
  email: 'email_key',
  emailDomain: 'email_domain',
  emailStatus: 'email_status',
  firstName: 'first_name',
  lastName: 'last_name',
  jobTitle: 'job_title',
  postalCode: 'postal_code',
  timeZone: 'time_zone',
  leadSource: 'lead_source',
  externalId: 'external_id',
  ownerId: 'owner_id',
  consentAt: 'consent_at',
  createdAt: 'created_at',
  convertedAt: 'converted_at',
};

/**
 * Conditions become plain comparisons of columns; what lies in other tables is joined at most one row to a person. A join can use
 * a hash or an index and spill to disk, wherever in the rule the condition stands; a subquery below `or` or `not` could not.
 */
class Compiler {
  readonly #joins: Sql[] = [];
  readonly #counted = new Map<string, { alias: string; conditions: CountedCondition[] }>();
  readonly #tables = new Set<string>();

  constructor(
    private readonly context: SqlRuleContext,
    private readonly isFew: boolean,
  ) {}

  /** What the rules compiled so far need beside the people. */
  get joins(): Sql[] {
    const counts = [...this.#counted.values()].map(({ alias, conditions }) => {
      const { rows, isRequired } = countsOf(conditions, this.context);
      return this.joined(alias, rows, isRequired);
    });
    return [...this.#joins, ...counts];
  }

  /** The condition on a person; `isRequired` when nobody is meant for whom it does not hold. */
  rule(rule: Rule, isRequired = false): Sql {
    switch (rule.kind) {
      case 'all':
        return sql`(${sql.join(
          rule.rules.map((part) => this.rule(part, isRequired)),
          sql` and `,
        )})`;
      case 'any':
        return sql`(${sql.join(
          rule.rules.map((part) => this.rule(part)),
          sql` or `,
        )})`;
      case 'none':
        return sql`not (${sql.join(
          rule.rules.map((part) => this.rule(part)),
          sql` or `,
        )})`;
      default:
        return this.condition(rule, isRequired);
    }
  }

  private condition(condition: Condition, isRequired: boolean): Sql {
    switch (condition.kind) {
      case 'field':
        return this.field(condition);
      case 'engagement':
        return this.engagement(condition, isRequired);
      case 'member': {
        const { campaignId, statusIds, responded } = condition;
        const alias = this.join(
          sql`select m.person_id from campaign_members m where m.tenant_id = ${this.context.tenantId}::uuid and m.campaign_id = ${campaignId}::uuid
            ${statusIds.length > 0 ? sql`and m.status_id = any(${sql.val(statusIds)}::uuid[])` : sql``}
            ${responded === null ? sql`` : sql`and m.has_responded = ${responded}`}`,
        );
        return presence(alias, condition.is);
      }
      case 'opportunity':
        return presence(this.join(opportunityPeople(condition, this.context)), condition.is);
      case 'list':
        return presence(
          this.join(sql`select distinct l.person_id from list_people l
            where l.tenant_id = ${this.context.tenantId}::uuid and l.list_id = any(${sql.val(condition.listIds)}::uuid[])`),
          condition.is,
        );
      case 'segment': {
        const other = this.context.segments.get(condition.segmentId);
        const isIn = other ? sql`coalesce(${this.rule(other)}, false)` : sql`false`;
        return condition.is ? isIn : sql`(not ${isIn})`;
      }
    }
  }

  private field(condition: ConditionOf<'field'>): Sql {
    const { field, test } = condition;
    const type = typeIn(this.context.fields, condition);
    return testSql(
      {
        type,
        value: type === null ? sql`null` : this.column(field),
        isAttribute: field.startsWith('attributes.'),
        isPlain: this.context.fields.get(field)?.choices?.every((choice) => choice === fold(choice)) ?? false,
        nowIso: this.context.nowIso,
        zone: (whose) => (whose === 'tenant' ? sql`${this.context.tenantZone}::text` : this.personZone()),
      },
      test,
    );
  }

  /** The column of a field, whose table is joined at its first use. */
  private column(field: string): Sql {
    const alias = tableOf(field);
    const join = tableJoins[alias];
    if (join && !this.#tables.has(alias)) this.#joins.push(join);
    this.#tables.add(alias);
    return fieldColumn(field, this.context.slots);
  }

  private personZone(): Sql {
    return sql`(case when p.time_zone in (select name from time_zones) then p.time_zone else ${this.context.tenantZone}::text end)`;
  }

  /** Conditions about the same campaign, source and name are counted in one reading of the events. */
  private engagement(condition: ConditionOf<'engagement'>, isRequired: boolean): Sql {
    const { event, campaignId, sourceId, name } = condition;
    const key = JSON.stringify([event === 'sent', campaignId, sourceId, name]);
    const counted = this.#counted.get(key) ?? { alias: `e${this.#counted.size}`, conditions: [] };
    this.#counted.set(key, counted);
    counted.conditions.push({ condition, isRequired });
    const times = sql.ref(`${counted.alias}.times${counted.conditions.length - 1}`);
    return timesSql(sql`coalesce(${times}, 0)`, condition);
  }

  /** Joins rows of which each person has at most one, for few people by index, for all at once otherwise. Returns the alias. */
  private join(rows: Sql): string {
    const alias = `j${this.#joins.length}`;
    this.#joins.push(this.joined(alias, rows));
    return alias;
  }

  private joined(alias: string, rows: Sql, isRequired = false): Sql {
    const name = sql.ref(alias);
    const join = isRequired ? sql`join` : sql`left join`;
    return this.isFew
      ? sql`${join} lateral (select * from (${rows}) r where r.person_id = p.id) ${name} on true`
      : sql`${join} (${rows}) ${name} on ${name}.person_id = p.id`;
  }
}

const tableJoins: Record<string, Sql> = {
  a: sql`left join person_attributes a on a.tenant_id = p.tenant_id and a.person_id = p.id`,
  c: sql`left join accounts c on c.tenant_id = p.tenant_id and c.id = p.account_id`,
  g: sql`left join person_scores g on g.tenant_id = p.tenant_id and g.person_id = p.id`,
  s: sql`left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash`,
};

/** The table of a field, by the alias that `tableJoins` gives it. */
function tableOf(field: string): 'p' | 'a' | 'c' | 's' | 'g' {
  if (field === 'person.suppressed') return 's';
  if (field === 'person.score' || field === 'person.grade') return 'g';
  return field.startsWith('attributes.') ? 'a' : field.startsWith('account.') ? 'c' : 'p';
}

/** The column of a field, in the tables under the aliases that the compiler gives them. */
export function fieldColumn(field: string, slots: SqlRuleContext['slots']): Sql {
  const table = tableOf(field);
  if (table === 'a') return sql.ref(`a.${slots.get(field)!.slot}`);
  const name = field.slice(field.indexOf('.') + 1);
  return sql.ref(`${table}.${table === 's' ? 'reason' : table === 'p' ? (personColumns[name] ?? name) : name}`);
}

/** The people of opportunities of a kind, each once: those with a part in one, or those of its account. */
function opportunityPeople(condition: ConditionOf<'opportunity'>, { tenantId, nowIso }: SqlRuleContext): Sql {
  const { of, states, stageIds, atLeastMinor, closedWithinDays } = condition;
  const people =
    of === 'person'
      ? sql`join opportunity_people r on r.tenant_id = o.tenant_id and r.opportunity_id = o.id`
      : sql`join people q on q.tenant_id = o.tenant_id and q.account_id = o.account_id`;
  return sql`select distinct ${of === 'person' ? sql`r.person_id` : sql`q.id`} as person_id from opportunities o ${people}
    where o.tenant_id = ${tenantId}::uuid and o.deleted_at is null
      ${states.length > 0 ? sql`and o.state = any(${sql.val(states)}::text[])` : sql``}
      ${stageIds.length > 0 ? sql`and o.stage_id = any(${sql.val(stageIds)}::uuid[])` : sql``}
      ${atLeastMinor === null ? sql`` : sql`and o.value_minor >= ${atLeastMinor}::int8`}
      ${
        closedWithinDays === null
          ? sql``
          : sql`and o.closed_at > ${nowIso}::timestamptz - make_interval(hours => ${closedWithinDays * 24}::int)
            and o.closed_at <= ${nowIso}::timestamptz`
      }`;
}

function presence(alias: string, isWanted: boolean): Sql {
  const person = sql.ref(`${alias}.person_id`);
  return isWanted ? sql`(${person} is not null)` : sql`(${person} is null)`;
}
