import { sql as rawSql } from 'kysely';
import type { Db } from '../connection.ts';
import type { OutboxSql } from './outbox-lease.ts';

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
      select key, per_second, blocked_until,
        least(capacity, tokens + per_second * greatest(extract(epoch from clock_timestamp() - updated_at), 0)) as level
      from token_buckets where key = ${key} for update),
    grant_ as (
      select key, per_second, blocked_until, level,
        case when blocked_until > clock_timestamp() then 0 else least(floor(level), ${wanted}::int) end as granted
      from refilled)
    update token_buckets b
    set tokens = g.level - g.granted, updated_at = clock_timestamp()
    from grant_ g where b.key = g.key
    returning g.granted::int as granted, greatest(
      extract(epoch from g.blocked_until - clock_timestamp()), (1 - (g.level - g.granted)) / g.per_second, 0)::float8 as "waitSeconds"`;
  return row ? { key, ...row } : { key, granted: wanted, waitSeconds: 0 };
}

/** Lets nothing through a bucket for a while; makes one with a modest rate where a receiver without one asked us to slow down. */
export async function blockBucket(sql: OutboxSql, key: string, seconds: number): Promise<void> {
  await sql`
    insert into token_buckets as b (key, capacity, per_second, tokens, blocked_until, is_adaptive)
    values (${key}, 20, 20, 0, clock_timestamp() + make_interval(secs => ${seconds}), true)
    on conflict (key) do update set blocked_until = greatest(b.blocked_until, excluded.blocked_until)`;
}

/** Drops the buckets that a receiver's wish for patience made, where it has not been repeated for a day. */
export async function deleteStaleBuckets(db: Db): Promise<void> {
  await db
    .deleteFrom('tokenBuckets')
    .where('isAdaptive', '=', true)
    .where('blockedUntil', '<', rawSql<Date>`now() - interval '1 day'`)
    .execute();
}

/** The keys that have a bucket, so that the others cost no statement. */
export async function listBucketKeys(sql: OutboxSql): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`select key from token_buckets`;
  return rows.map((row) => row.key);
}

/** Sets the rate of a bucket (messages a second); null takes the limit away. */
export async function setBucket(db: Db, key: string, perSecond: number | null): Promise<void> {
  if (perSecond === null) {
    await db.deleteFrom('tokenBuckets').where('key', '=', key).execute();
    return;
  }
  // Half a minute's worth: what was put off comes back in one go and not one by one.
  const capacity = Math.max(1, perSecond * 30);
  await db
    .insertInto('tokenBuckets')
    .values({ key, capacity, perSecond, tokens: capacity })
    .onConflict((oc) =>
      oc.column('key').doUpdateSet((eb) => ({
        capacity,
        perSecond,
        isAdaptive: false,
        tokens: eb.fn<number>('least', ['tokenBuckets.tokens', eb.ref('excluded.capacity')]),
      })),
    )
    .execute();
}

/** The bucket of a receiving domain as operators see it. */
export interface DomainLimit {
  domain: string;
  perSecond: number;
  blockedUntil: Date | null;
  /** Made because the receiver asked for patience, not because somebody set it. */
  isAdaptive: boolean;
}

/** The limits of receiving domains, by domain. */
export async function listDomainLimits(db: Db): Promise<DomainLimit[]> {
  const { rows } = await rawSql<DomainLimit>`
    select substr(key, length('domain:') + 1) as domain, per_second as "perSecond", is_adaptive as "isAdaptive",
      case when blocked_until > now() then blocked_until end as "blockedUntil"
    from token_buckets where starts_with(key, 'domain:') order by 1`.execute(db);
  return rows;
}
