import { sql } from 'kysely';
import { knownProvider, receiverOf } from '../../../domain/delivery/provider.ts';
import { DomainError } from '../../../domain/errors.ts';
import { mostSeeds } from '../../../domain/seeds/most-seeds.ts';
import type { Seed, SeedChange, SeedInput } from '../../../domain/seeds/seed.ts';
import type { TenantDb } from '../../connection.ts';
import { hostedBy } from '../deliverability/mail-providers.ts';
import { sayMailboxProblem } from '../inbound/mailboxes.ts';
import { lockTenant } from '../tenants/tenants.ts';

interface SeedRow extends Omit<Seed, 'provider' | 'mailbox'> {
  domain: string;
  hosted: string | null;
  mailboxName: string | null;
  mailboxStatus: string | null;
  mailboxProblem: string | null;
}

const seeds = sql`
  select s.id, s.address, s.domain, s.is_active, s.version, s.mailbox_id, b.name as mailbox_name, b.status as mailbox_status,
    b.problem as mailbox_problem, p.provider as hosted,
    exists (select from suppressions x where x.tenant_id = s.tenant_id and x.address_hash = address_hash(s.address)) as is_suppressed
  from seeds s
  left join mail_providers p on p.domain = s.domain
  left join mailboxes b on b.tenant_id = s.tenant_id and b.id = s.mailbox_id
  where s.tenant_id = current_tenant()`;

const present = ({ domain, hosted, mailboxName, mailboxStatus, mailboxProblem, ...row }: SeedRow): Seed => ({
  ...row,
  mailbox:
    mailboxName === null
      ? null
      : { name: mailboxName, isPaused: mailboxStatus === 'paused', problem: sayMailboxProblem(mailboxProblem) },
  provider: {
    ...receiverOf(domain, hostedBy(hosted).hosted),
    isKnown: hosted !== null || knownProvider(domain) !== null,
  },
});

/** The seed list, by address. */
export async function listSeeds(db: TenantDb): Promise<Seed[]> {
  const { rows } = await sql<SeedRow>`${seeds} order by s.address limit ${mostSeeds}`.execute(db);
  return rows.map(present);
}

/** One seed; undefined where the tenant has none of this id. */
export async function findSeed(db: TenantDb, id: string): Promise<Seed | undefined> {
  const { rows } = await sql<SeedRow>`${seeds} and s.id = ${id}`.execute(db);
  return rows[0] && present(rows[0]);
}

/** Puts an address on the list, once; one that the same request put there before stays. Throws `conflict` where it is on it or the list is full. */
export async function insertSeed(db: TenantDb, seed: SeedInput & { id: string }): Promise<void> {
  // Two who add the last one at once wait for each other.
  await lockTenant(db);
  const others = await db.selectFrom('seeds').select(['id', 'address']).where('id', '!=', seed.id).execute();
  if (others.length >= mostSeeds)
    throw new DomainError('conflict', `The list holds ${mostSeeds} addresses at most. Remove one first.`);
  if (others.some(({ address }) => address === seed.address)) {
    const message = 'This address is on the list already.';
    throw new DomainError('conflict', message, [{ path: 'address', code: 'taken', message }]);
  }
  await db
    .insertInto('seeds')
    .values({
      ...seed,
      mailboxId: seed.mailboxId === undefined ? await findMailboxOf(db, seed.address) : seed.mailboxId,
    })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
}

/** The mailbox that an address signs in to, where one is looked into. */
async function findMailboxOf(db: TenantDb, address: string): Promise<string | null> {
  const row = await db
    .selectFrom('mailboxes')
    .select('id')
    .where(({ eb, fn }) => eb(fn<string>('lower', ['username']), '=', address))
    .orderBy('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Changes a seed at a known version (null: whichever it has); false where somebody was faster or it is gone. */
export async function updateSeed(
  db: TenantDb,
  { id, version, change }: { id: string; version: number | null; change: SeedChange },
): Promise<boolean> {
  const row = await db
    .updateTable('seeds')
    .set({ ...change, version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .$if(version !== null, (query) => query.where('version', '=', version ?? 0))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a seed off the list; what was sent to it stays as a record. False where it is gone. */
export async function deleteSeed(db: TenantDb, id: string): Promise<boolean> {
  const row = await db.deleteFrom('seeds').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Those of the list that get copies: switched on and not suppressed. */
export async function listWorkingSeeds(db: TenantDb): Promise<Seed[]> {
  return (await listSeeds(db)).filter(({ isActive, isSuppressed }) => isActive && !isSuppressed);
}

/** The domains of the list, whose MX says who takes their mail. */
export async function listSeedDomains(db: TenantDb): Promise<string[]> {
  const rows = await db.selectFrom('seeds').select('domain').distinct().execute();
  return rows.map(({ domain }) => domain ?? '');
}
