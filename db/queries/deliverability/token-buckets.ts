import { sql as rawSql } from 'kysely';
import type { Db } from '../../connection.ts';
import type { OutboxSql } from '../outbox/lease.ts';

/** What a bucket gave: how many may go now, and after how many seconds the next one can. */
export interface TokenGrant {
  key: string;
  granted: number;
  waitSeconds: number;
}

/**
 * Takes up to `wanted` tokens from a bucket that all workers share. A key without a bucket has no limit. Refill is by the
 * database's clock, so it holds over workers and restarts; a bucket that is blocked (its receiver said 421) gives nothing.
 */
export async function takeTokens(sql: OutboxSql, key: string, wanted: number): Promise<TokenGrant> {
  const [row] = await sql<{ granted: number; waitSeconds: number }[]>`
    with refilled as (
      select b.key, r.rate, b.blocked_until, least(case when b.slowed_at is null then b.capacity else greatest(1, r.rate * 30) end,
          b.tokens + r.rate * greatest(extract(epoch from clock_timestamp() - b.updated_at), 0)) as level
      from token_buckets b cross join lateral (select bucket_rate(b) as rate) r where b.key = ${key} for update of b),
    grant_ as (
      select key, rate, blocked_until, level,
        case when blocked_until > clock_timestamp() then 0 else least(floor(level), ${wanted}::int) end as granted
      from refilled)
    update token_buckets b
    set tokens = g.level - g.granted, updated_at = greatest(b.updated_at, clock_timestamp())
    from grant_ g where b.key = g.key
    returning g.granted::int as granted, greatest(
      extract(epoch from g.blocked_until - clock_timestamp()), (1 - (g.level - g.granted)) / g.rate, 0)::float8 as "waitSeconds"`;
  return row ? { key, ...row } : { key, granted: wanted, waitSeconds: 0 };
}

/**
 * A receiver asked for patience: lets nothing through for a while, and half as much as before from then on, which rises again little by
 * little (`bucket_rate`). What many messages of one moment were told is one wish. Makes a bucket with a modest rate where there is none.
 */
export async function slowBucket(sql: OutboxSql, key: string, seconds: number): Promise<void> {
  await sql`
    insert into token_buckets as b (key, capacity, per_second, tokens, blocked_until, is_adaptive, slowed_at, updated_at)
    select ${key}, 600, 20, 0, until, true, clock_timestamp(), until
    from (select clock_timestamp() + make_interval(secs => ${seconds}) as until) u
    on conflict (key) do update set
      per_second = case when b.blocked_until > clock_timestamp() then b.per_second else greatest(bucket_rate(b) / 2, 0.05) end,
      base_per_second = case when not b.is_adaptive then coalesce(b.base_per_second, b.per_second) end,
      slowed_at = clock_timestamp(), tokens = 0,
      blocked_until = greatest(b.blocked_until, excluded.blocked_until),
      updated_at = greatest(b.blocked_until, excluded.blocked_until)`;
}

/** Drops the buckets that a receiver's wish for patience made, where it has not been repeated for a day. */
export async function deleteStaleBuckets(db: Db): Promise<void> {
  await db
    .deleteFrom('tokenBuckets')
    .where('isAdaptive', '=', true)
    .where('blockedUntil', '<', rawSql<Date>`now() - interval '1 day'`)
    .execute();
}

/** The keys that have a bucket, and the senders of the tenant that are warmed up, so that the others cost no statement. */
export async function listBucketKeys(sql: OutboxSql): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select key from token_buckets
    union all select 'warm-up:' || sender_id from sender_warm_ups where tenant_id = current_tenant()`;
  return rows.map((row) => row.key);
}

/** Sets the rate of a bucket (messages a second); null takes the limit away. */
export async function setBucket(db: Db, key: string, perSecond: number | null): Promise<void> {
  if (perSecond === null) {
    await db.deleteFrom('tokenBuckets').where('key', '=', key).execute();
    return;
  }
  // Half a minute's worth, so that deferred messages come back together and not one by one.
  const capacity = Math.max(1, perSecond * 30);
  await db
    .insertInto('tokenBuckets')
    .values({ key, capacity, perSecond, tokens: capacity })
    .onConflict((oc) =>
      oc.column('key').doUpdateSet((eb) => ({
        capacity,
        perSecond,
        isAdaptive: false,
        basePerSecond: null,
        slowedAt: null,
        tokens: eb.fn<number>('least', ['tokenBuckets.tokens', eb.ref('excluded.capacity')]),
      })),
    )
    .execute();
}

/** The bucket of a receiving domain, or of a provider that takes the mail of many, as operators see it. */
export interface DomainLimit {
  /** A domain, or the name of a provider. */
  domain: string;
  kind: 'domain' | 'provider';
  /** The rate at this moment. */
  perSecond: number;
  /** The configured rate, to which it rises again; null if it is at that rate, or if none was set. */
  basePerSecond: number | null;
  blockedUntil: Date | null;
  /** Made because the receiver asked for patience, not because somebody set it. */
  isAdaptive: boolean;
}

/** The limits of receiving providers and domains, by name. */
export async function listDomainLimits(db: Db): Promise<DomainLimit[]> {
  const { rows } = await rawSql<DomainLimit>`
    select split_part(b.key, ':', 2) as domain, split_part(b.key, ':', 1) as kind, round(r.rate::numeric, 2)::float8 as "perSecond",
      b.is_adaptive as "isAdaptive", case when r.rate < b.base_per_second then b.base_per_second end as "basePerSecond",
      case when b.blocked_until > now() then b.blocked_until end as "blockedUntil"
    from token_buckets b cross join lateral (select bucket_rate(b) as rate) r
    where starts_with(b.key, 'domain:') or starts_with(b.key, 'provider:') order by 2 desc, 1`.execute(db);
  return rows;
}
