import { sql } from 'kysely';
import type { FieldError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import type { FoundReferences } from '../../domain/opportunities/hear.ts';
import type { HeldRole } from '../../domain/opportunities/held.ts';
import type { ContactRoleInput, OpportunityInput } from '../../domain/opportunities/opportunity.ts';
import { parseEmail } from '../../domain/people/email.ts';
import type { TenantDb } from '../connection.ts';
import { listKnownPeople } from './members.ts';

/** What a word may say by a name that only a file knows. */
export interface OpportunityWordInput extends OpportunityInput {
  /** An account by its name; it is made where there is none. */
  accountName?: string;
  /** A campaign by its utm_id, its id or its name. */
  primaryCampaign?: string;
}

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
        'accounts',
        'id',
        each(({ accountId }) => accountId),
      ),
      externalId: await findBy(
        db,
        'accounts',
        'external_id',
        each(({ accountExternalId }) => accountExternalId),
      ),
      name: await findBy(db, 'accounts', 'lower(name)', accountNames),
    },
    campaigns: {
      id: await findBy(db, 'campaigns', 'id', [...each((input) => input.primaryCampaignId), ...named.filter(isId)]),
      utmId: await findBy(db, 'campaigns', 'utm_id', [...each((input) => input.primaryCampaignUtmId), ...named]),
      name: await findBy(
        db,
        'campaigns',
        'lower(name)',
        named.map((name) => name.toLowerCase()),
      ),
    },
    people: {
      personIds: await listKnownPeople(db, 'personIds', given(roles.map(({ personId }) => personId))),
      externalIds: await listKnownPeople(db, 'externalIds', given(roles.map(({ externalId }) => externalId))),
      emails: await listKnownPeople(db, 'emails', given(roles.map(({ email }) => email && keyOf(email)))),
    },
  };
  await makeAccounts(db, inputs, lookups.accounts.name);
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
  table: 'accounts' | 'campaigns',
  column: 'id' | 'external_id' | 'utm_id' | 'lower(name)',
  keys: readonly string[],
): Promise<Lookup> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: string }>`
    select distinct on (1) ${sql.raw(column)}::text as key, id from ${sql.table(table)}
    where tenant_id = current_tenant()
      and ${sql.raw(column)} = any(${sql.val([...keys])}::text[]${column === 'id' ? sql`::uuid[]` : sql``})
    order by 1, 2`.execute(db);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Makes the accounts that are only known by their names, once each. */
async function makeAccounts(db: TenantDb, inputs: readonly OpportunityWordInput[], known: Lookup): Promise<void> {
  for (const { accountName } of inputs) {
    const key = accountName?.toLowerCase();
    if (!accountName || !key || known.has(key)) continue;
    const { id } = await db
      .insertInto('accounts')
      .values({ name: accountName })
      .returning('id')
      .executeTakeFirstOrThrow();
    known.set(key, id);
  }
}

function given(keys: readonly (string | null | undefined)[]): string[] {
  return [...new Set(keys.filter((key) => !!key))] as string[];
}

function keyOf(email: string): string | undefined {
  const parsed = parseEmail(email);
  return 'key' in parsed ? parsed.key : undefined;
}

const isId = (text: string): boolean => Id.safeParse(text).success;
