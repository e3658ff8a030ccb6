import type { EndpointRow } from '../../../db/queries/webhooks/endpoints.ts';
import type { Endpoint } from '../../../domain/webhooks/endpoint.ts';

/** An endpoint as the API shows it. */
export function presentEndpoint(row: EndpointRow): Endpoint {
  const { tenantId: _, updatedAt: __, eventTypes, disabledFor, disabledAt, failingSince, formerUntil, ...rest } = row;
  const isFormer = formerUntil !== null && formerUntil.getTime() > Date.now();
  return {
    ...rest,
    eventTypes: eventTypes as Endpoint['eventTypes'],
    isEnabled: disabledAt === null,
    disabledFor: disabledFor as Endpoint['disabledFor'],
    disabledAt: disabledAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    formerUntil: isFormer ? formerUntil.toISOString() : null,
    rotatedAt: row.rotatedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

/** What the audit log keeps of an endpoint; never what stands behind its path, which may be a secret. */
export function auditedEndpoint(row: EndpointRow) {
  const { description, eventTypes, disabledFor } = row;
  const { origin, pathname } = new URL(row.url);
  return { url: `${origin}${pathname}`, description, eventTypes, disabledFor };
}
