import { sql } from 'kysely';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { newTenant } from './people.ts';

/** A tenant with campaigns, in which touches and opportunities are made by hand: past the API, as its own role. */
export interface Sales {
  tenantId: string;
  /** A campaign by a name that is used before, or a new one. */
  campaign: (name: string) => Promise<string>;
  person: () => Promise<string>;
  touch: (touch: MadeTouch) => Promise<string>;
  opportunity: (made: MadeOpportunity) => Promise<string>;
  /** Changes an opportunity and asks for it, as whoever writes facts does. */
  change: (id: string, change: OpportunityChange) => Promise<void>;
  refund: (id: string, valueMinor: number) => Promise<void>;
  inTenant: <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>;
}

/** What somebody did; by default a click that a person made. */
export interface MadeTouch {
  personId: string;
  campaignId: string | null;
  at: string;
  kind?: string;
  verdict?: string;
  /** Whether it came of a message. */
  isOfMessage?: boolean;
  data?: object;
}

/** An opportunity in the tenant's currency. */
export interface MadeOpportunity {
  people: string[];
  valueMinor: number;
  openedAt: string;
  /** Won at this time; open where it is left out. */
  wonAt?: string;
}

/** What changes of an opportunity, when it happened. */
export interface OpportunityChange {
  state?: 'open' | 'won' | 'lost';
  valueMinor?: number | null;
  at: string;
  isDeleted?: boolean;
}

/** Makes such a tenant, or makes one that exists such. */
export async function newSales(owner: Database, app: Database, existing?: string): Promise<Sales> {
  const tenantId = existing ?? (await newTenant(owner, 'Sales'));
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, tenantId, work);
  const one = (query: ReturnType<typeof sql<{ id: string }>>) =>
    inTenant(async (db) => (await query.execute(db)).rows[0]!.id);
  const typeId = await one(sql`insert into campaign_types (name) values ('Webinar')
    on conflict (tenant_id, name) do update set name = excluded.name returning id`);
  for (const [position, outcome] of ['open', 'won', 'lost'].entries())
    await one(
      sql`insert into opportunity_stages (name, position, outcome) values (${outcome}, ${position}, ${outcome})
      on conflict (tenant_id, name) do update set name = excluded.name returning id`,
    );
  const campaigns = new Map<string, Promise<string>>();
  const stage = (state: string) =>
    sql`(select id from opportunity_stages where tenant_id = ${tenantId} and name = ${state})`;
  const ask = (id: string) => sql`
    insert into attribution_work as w (opportunity_id) values (${id})
    on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1`;
  return {
    tenantId,
    inTenant,
    campaign(name) {
      const made =
        campaigns.get(name) ??
        one(sql`insert into campaigns (name, campaign_type_id, currency, utm_id)
          values (${name}, ${typeId}, 'EUR', ${name}) returning id`);
      campaigns.set(name, made);
      return made;
    },
    person: () =>
      one(sql`insert into people (first_name, created_at) values ('Ada', '2026-01-01T00:00:00Z') returning id`),
    touch: ({ personId, campaignId, at, kind = 'click', verdict = 'human', isOfMessage = true, data = {} }) =>
      one(sql`insert into engagement_events (kind, verdict, person_id, campaign_id, message_id, occurred_at, received_at, data)
        values (${kind}, ${verdict}, ${personId}, ${campaignId}, case when ${isOfMessage} then uuidv7() end, ${at}, ${at},
          ${JSON.stringify(data)}::text::jsonb) returning id`),
    opportunity: ({ people, valueMinor, openedAt, wonAt }) =>
      inTenant(async (db) => {
        const state = wonAt ? 'won' : 'open';
        const { rows } = await sql<{ id: string }>`
          insert into opportunities (name, stage_id, state, amount_minor, currency, rate, value_minor, opened_at, closed_at)
          values ('Deal', ${stage(state)}, ${state}, ${valueMinor}, 'EUR', 1, ${valueMinor}, ${openedAt}, ${wonAt ?? null}) returning id`.execute(
          db,
        );
        const { id } = rows[0]!;
        await history(id, { state: 'open', valueMinor, at: openedAt }).execute(db);
        if (wonAt) await history(id, { state: 'won', valueMinor, at: wonAt }).execute(db);
        for (const person of people)
          await sql`insert into opportunity_people (opportunity_id, person_id) values (${id}, ${person})`.execute(db);
        await ask(id).execute(db);
        return id;
      }),
    change: (id, { state, valueMinor, at, isDeleted }) =>
      inTenant(async (db) => {
        if (state !== undefined)
          await sql`update opportunities set state = ${state}, stage_id = ${stage(state)},
            closed_at = ${state === 'open' ? null : at} where id = ${id}`.execute(db);
        if (valueMinor !== undefined)
          await sql`update opportunities set value_minor = ${valueMinor}, rate = case when ${valueMinor}::int8 is null then null else 1 end
            where id = ${id}`.execute(db);
        if (isDeleted !== undefined)
          await sql`update opportunities set deleted_at = ${isDeleted ? at : null} where id = ${id}`.execute(db);
        if (state !== undefined) await history(id, { state, valueMinor: valueMinor ?? 0, at }).execute(db);
        await ask(id).execute(db);
      }),
    refund: (id, valueMinor) =>
      inTenant(async (db) => {
        await sql`insert into opportunity_refunds (opportunity_id, refunded_on, amount_minor, currency, rate, value_minor)
          values (${id}, '2026-07-01', ${valueMinor}, 'EUR', 1, ${valueMinor})`.execute(db);
        await ask(id).execute(db);
      }),
  };

  function history(id: string, { state, valueMinor, at }: { state: string; valueMinor: number | null; at: string }) {
    return sql`insert into opportunity_history (opportunity_id, occurred_at, stage_id, state, amount_minor, currency)
      values (${id}, ${at}, ${stage(state)}, ${state}, ${valueMinor ?? 0}, 'EUR')`;
  }
}
