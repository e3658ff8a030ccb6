import type { Selectable } from 'kysely';
import type { SlottedAttribute } from '../../../domain/attributes/attribute.ts';
import { readTouch } from '../../../domain/ingest/touch.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { People } from '../../schema.ts';

/** A person's row with why the address is suppressed, their score and the tenant's own attributes by their slots. */
export type PersonRow = Selectable<People> & { suppressed: string | null; score: number | null; grade: string | null };

/** A row as the person that the API shows. */
export function toPerson(row: PersonRow, attributes: readonly SlottedAttribute[]): Person {
  const values = row as unknown as Record<string, string | number | boolean | Date | null>;
  const own = attributes.map(({ key, slot }) => {
    const value = values[slot] ?? null;
    return [key, value instanceof Date ? value.toISOString() : value] as const;
  });
  return {
    id: row.id,
    kind: row.kind as Person['kind'],
    externalId: row.externalId,
    email: row.email,
    emailStatus: row.emailStatus as Person['emailStatus'],
    firstName: row.firstName,
    lastName: row.lastName,
    phone: row.phone,
    jobTitle: row.jobTitle,
    accountId: row.accountId,
    company: row.company,
    street: row.street,
    city: row.city,
    region: row.region,
    postalCode: row.postalCode,
    country: row.country,
    language: row.language,
    timeZone: row.timeZone,
    leadSource: row.leadSource,
    ownerId: row.ownerId,
    consent: row.consent as Person['consent'],
    consentAt: row.consentAt?.toISOString() ?? null,
    suppressed: row.suppressed as Person['suppressed'],
    score: row.score,
    grade: row.grade as Person['grade'],
    attributes: Object.fromEntries(own.filter(([, value]) => value !== null)),
    firstTouch: readTouch(row.firstTouch),
    latestTouch: readTouch(row.latestTouch),
    leadCreatedAt: (row.leadCreatedAt ?? row.createdAt).toISOString(),
    mqlAt: row.mqlAt?.toISOString() ?? null,
    sourceCampaignId: row.sourceCampaignId,
    convertedAt: row.convertedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
