import { AccountInput } from '../accounts/account.ts';

/** The account fields in the traits of a group call; traits that are not fields of ours, or do not fit one, are left out. */
export function readAccountTraits(traits: Record<string, unknown>): Partial<AccountInput> {
  const address = typeof traits.address === 'object' && traits.address !== null ? traits.address : {};
  const said = {
    name: traits.name,
    domain: traits.domain ?? hostOf(traits.website),
    industry: traits.industry,
    employees: typeof traits.employees === 'string' ? Number(traits.employees) : traits.employees,
    country: traits.country ?? (address as Record<string, unknown>).country,
  };
  const read: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(said)) {
    if (value === undefined || value === null) continue;
    const parsed = AccountInput.shape[field as keyof typeof said].safeParse(value);
    if (parsed.success) read[field] = parsed.data;
  }
  return read;
}

function hostOf(website: unknown): string | undefined {
  if (typeof website !== 'string') return undefined;
  const url = /^https?:/i.test(website) ? website : `https://${website}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : undefined;
}
