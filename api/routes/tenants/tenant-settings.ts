import type { TenantChanges, TenantRow } from '../../../db/queries/tenants/tenants.ts';
import type { TenantChange, TenantSettings } from '../../../domain/tenants/tenant.ts';

/** The settings in a tenant's row. */
export function settingsOf(row: TenantRow): TenantSettings {
  return {
    name: row.name,
    timeZone: row.timeZone,
    currency: row.currency,
    postalAddress: row.postalAddress,
    cap: row.capMessages === null ? null : { messages: row.capMessages, days: row.capDays },
    quietHours: row.quietFrom && row.quietTo ? { from: row.quietFrom.slice(0, 5), to: row.quietTo.slice(0, 5) } : null,
    lookBackDays: row.lookBackDays,
    countOpensAsTouch: row.countOpensAsTouch,
    tagLinks: row.linkTagging,
    retentionDays: row.retentionDays,
    sendsToSeeds: row.sendsToSeeds,
    answersByMail: row.answersByMail as TenantSettings['answersByMail'],
  };
}

/** The columns that a change of settings touches. */
export function changesOf({ cap, quietHours, tagLinks, ...plain }: TenantChange): TenantChanges {
  return {
    ...plain,
    ...(tagLinks === undefined ? {} : { linkTagging: tagLinks }),
    ...(cap === undefined
      ? {}
      : cap === null
        ? { capMessages: null }
        : { capMessages: cap.messages, capDays: cap.days }),
    ...(quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null }),
  };
}
