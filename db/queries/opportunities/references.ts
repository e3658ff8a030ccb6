import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { FieldError } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { FoundReferences } from '../../../domain/opportunities/hear.ts';
import type { HeldRole } from '../../../domain/opportunities/held.ts';
import type { ContactRoleInput, OpportunityWordInput } from '../../../domain/opportunities/opportunity.ts';
import { parseEmail } from '../../../domain/people/email.ts';
import type { TenantDb } from '../../connection.ts';
import { listKnownPeople } from '../members/members.ts';

type Lookup = Map<string, string>;
interface Lookups {
  accounts: Record<'id' | 'externalId' | 'name', Lookup>;
  campaigns: Record<'id' | 'utmId' | 'name', Lookup>;
  people: Record<'personIds' | 'externalIds' | 'emails', Lookup>;
}

/** Finds the accounts, campaigns and people that words name, all at once; returns what each word refers to, in their order. */
export async function findReferences(
  db: TenantDb,
  inputs: readonly OpportunityWordInput[],
): Promise<FoundReferences[]> {
  const roles = inputs.flatMap(({ contactRoles }) => contactRoles ?? []);
  const each = (pick: (input: OpportunityWordInput) => string | null | undefined) => given(inputs.map(pick));
  const named = each(({ primaryCampaign }) => primaryCampaign);
  const accountNames = each(({ accountName }) => accountName?.toLowerCase());
  const lookups: Lookups = {
    accounts: {
      id: await findBy(
        db,
        { table: 'accounts', column: 'id' },
        each(({ accountId }) => accountId),
      ),
      externalId: await findBy(
        db,
        { table: 'accounts', column: 'external_id' },
        each(({ accountExternalId }) => accountExternalId),
      ),
      name: await findBy(db, { table: 'accounts', column: 'lower(name)' }, accountNames),
    },
    campaigns: {
      id: await findBy(db, { table: 'campaigns', column: 'id' }, [
        ...each((input) => input.primaryCampaignId),
        ...named.filter(isId),
      ]),
      utmId: await findBy(db, { table: 'campaigns', column: 'utm_id' }, [
        ...each((input) => input.primaryCampaignUtmId),
        ...named,
      ]),
      name: await findBy(
        db,
        { table: 'campaigns', column: 'lower(name)' },
        named.map((name) => name.toLowerCase()),
      ),
    },
    people: {
      personIds: await listKnownPeople(db, 'personIds', given(roles.map(({ personId }) => personId))),
      externalIds: await listKnownPeople(db, 'externalIds', given(roles.map(({ externalId }) => externalId))),
      emails: await listKnownPeople(db, 'emails', given(roles.map(({ email }) => email && keyOf(email)))),
    },
  };
  await makeAccounts(db, inputs, lookups.accounts);
  return inputs.map((input) => refer(input, lookups));
}

function refer(input: OpportunityWordInput, { accounts, campaigns, people }: Lookups): FoundReferences {
  const problems: FieldError[] = [];
  const found = (path: string, what: string, id: string | undefined): string | undefined => {
    if (id === undefined) problems.push({ path, code: 'not_found', message: `is no ${what} of the organisation` });
    return id;
  };
  const references: FoundReferences = { problems };
  const { accountId, accountExternalId, accountName, primaryCampaignId, primaryCampaignUtmId, primaryCampaign } = input;
  if (accountId === null) references.accountId = null;
  else if (accountId) references.accountId = found('accountId', 'account', accounts.id.get(accountId));
  else if (accountExternalId)
    references.accountId = found('accountExternalId', 'account', accounts.externalId.get(accountExternalId));
  else if (accountName) references.accountId = accounts.name.get(accountName.toLowerCase());
  if (primaryCampaignId === null) references.primaryCampaignId = null;
  else if (primaryCampaignId)
    references.primaryCampaignId = found('primaryCampaignId', 'campaign', campaigns.id.get(primaryCampaignId));
  else if (primaryCampaignUtmId)
    references.primaryCampaignId = found('primaryCampaignUtmId', 'campaign', campaigns.utmId.get(primaryCampaignUtmId));
  else if (primaryCampaign) {
    const id = campaigns.utmId.get(primaryCampaign) ?? campaigns.id.get(primaryCampaign);
    references.primaryCampaignId = found(
      'primaryCampaign',
      'campaign',
      id ?? campaigns.name.get(primaryCampaign.toLowerCase()),
    );
  }
  if (input.contactRoles) {
    const roles = input.contactRoles.map((role, index) => {
      const key = role.personId ? 'personId' : role.externalId ? 'externalId' : 'email';
      const personId = found(`contactRoles.${index}.${key}`, 'person', findPerson(role, people));
      return personId && { personId, role: role.role, isPrimary: role.isPrimary };
    });
    references.roles = onePerPerson(roles.filter((role) => !!role));
  }
  return references;
}

function findPerson(role: ContactRoleInput, people: Lookups['people']): string | undefined {
  if (role.personId) return people.personIds.get(role.personId);
  if (role.externalId) return people.externalIds.get(role.externalId);
  return people.emails.get(keyOf(role.email ?? '') ?? '');
}

/** Somebody who is named twice has the part that is named last. */
function onePerPerson(roles: HeldRole[]): HeldRole[] {
  return [...new Map(roles.map((role) => [role.personId, role])).values()];
}

/** Where several share a name, the oldest is meant. */
async function findBy(
  db: TenantDb,
  where: {
    table: 'accounts' | 'campaigns';
    column: 'id' | 'external_id' | 'utm_id' | 'lower(name)';
    /** Those alone that have no id in another system. */
    unclaimed?: boolean;
  },
  keys: readonly string[],
): Promise<Lookup> {
  const { table, column, unclaimed } = where;
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: string }>`
    select distinct on (1) ${sql.raw(column)}::text as key, id from ${sql.table(table)}
    where tenant_id = current_tenant()
      and ${sql.raw(column)} = any(${sql.val([...keys])}::text[]${column === 'id' ? sql`::uuid[]` : sql``})
      ${unclaimed ? sql`and external_id is null` : sql``}
    order by 1, 2`.execute(db);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/**
 * Finds or makes the accounts that are named and not known by their id in the other system, all at once. One of that name which has no such
 * id is the same one, and gets it.
 */
async function makeAccounts(
  db: TenantDb,
  inputs: readonly OpportunityWordInput[],
  known: Lookups['accounts'],
): Promise<void> {
  const unknown = inputs.filter(({ accountId, accountExternalId, accountName }) => {
    const isKnown = accountExternalId ? known.externalId.has(accountExternalId) : known.name.has(foldName(accountName));
    return accountId === undefined && accountName && !isKnown;
  });
  if (unknown.length === 0) return;
  const nameless = await findBy(
    db,
    { table: 'accounts', column: 'lower(name)', unclaimed: true },
    given(unknown.map((one) => foldName(one.accountName))),
  );
  const made: { id: string; name: string; externalId: string | null }[] = [];
  const claimed = new Map<string, string>();
  for (const { accountName = '', accountExternalId = null } of unknown) {
    const key = foldName(accountName);
    if (accountExternalId ? known.externalId.has(accountExternalId) : known.name.has(key)) continue;
    const id = (accountExternalId && nameless.get(key)) || uuidv7();
    if (accountExternalId && nameless.delete(key)) claimed.set(accountExternalId, id);
    else made.push({ id, name: accountName, externalId: accountExternalId });
    if (accountExternalId) known.externalId.set(accountExternalId, id);
    if (!known.name.has(key)) known.name.set(key, id);
  }
  if (made.length > 0) await db.insertInto('accounts').values(made).execute();
  if (claimed.size === 0) return;
  await sql`
    update accounts a set external_id = g.external_id, version = a.version + 1, updated_at = now()
    from unnest(${sql.val([...claimed.values()])}::text[]::uuid[], ${sql.val([...claimed.keys()])}::text[]) as g (id, external_id)
    where a.tenant_id = current_tenant() and a.id = g.id`.execute(db);
}

const foldName = (name: string | undefined): string => name?.toLowerCase() ?? '';

function given(keys: readonly (string | null | undefined)[]): string[] {
  return [...new Set(keys.filter((key) => !!key))] as string[];
}

function keyOf(email: string): string | undefined {
  const parsed = parseEmail(email);
  return 'key' in parsed ? parsed.key : undefined;
}

const isId = (text: string): boolean => Id.safeParse(text).success;
