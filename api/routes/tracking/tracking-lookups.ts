import { withTenant } from '../../../db/connection.ts';
import {
  findEditionLinks,
  findEditionTags,
  findTenantByNumber,
  type EditionTags,
  type TrackedLink,
} from '../../../db/queries/engagement/tracking.ts';
import { findSeedSend } from '../../../db/queries/seeds/sends.ts';
import { readToken, type TokenKind, type TokenReading } from '../../../domain/tokens/token.ts';
import type { ApiDeps } from '../../deps.ts';

/** A token that was accepted: whose message it speaks of. */
export interface Spoken {
  tenantNumber: number;
  tenantId: string;
  tenantName: string;
  messageId: string;
  linkIndex: number | null;
}

/** Tenants are looked up again after this time, so that a removed one is forgotten. */
const tenantMs = 60_000;
const mostTenants = 10_000;
const mostEditions = 2000;

/**
 * What the public pages look up again and again, kept in memory: the tenant of a number, and the links of an edition, which
 * never change.
 */
export function createTrackingLookups({
  database,
  directory,
  keyRing,
}: Pick<ApiDeps, 'database' | 'directory' | 'keyRing'>) {
  const tenants = new Map<number, { at: number; found: ReturnType<typeof findTenantByNumber> }>();
  const editions = new Map<string, TrackedLink[]>();
  const tags = new Map<string, { at: number; found: Promise<EditionTags | null> }>();

  async function tenantOf(number: number, now: number): Promise<{ tenantId: string; name: string } | null> {
    const known = tenants.get(number);
    if (known && now - known.at < tenantMs) return known.found;
    const found = findTenantByNumber(directory.db, number);
    keep(tenants, number, { at: now, found }, mostTenants);
    found.catch(() => tenants.delete(number));
    return found;
  }

  return {
    /**
     * Reads a token and finds its tenant; null for everything that is not a token of ours, of this kind, and still valid. `served`: the
     * tenants whose messages the host speaks of, where those are not all.
     */
    async read(text: string, kind: TokenKind, served?: readonly string[]): Promise<Spoken | null> {
      const now = Date.now();
      const reading: TokenReading = readToken(keyRing, text, kind, new Date(now).toISOString());
      if (reading.refused !== undefined) return null;
      const tenant = await tenantOf(reading.tenantNumber, now);
      if (!tenant || (served && !served.includes(tenant.tenantId))) return null;
      const { messageId, linkIndex = null } = reading;
      return {
        tenantNumber: reading.tenantNumber,
        tenantId: tenant.tenantId,
        tenantName: tenant.name,
        messageId,
        linkIndex,
      };
    },

    /** The copy for a seed that a token speaks of, where it speaks of no message to anybody; undefined: of none either. */
    async seed({ tenantId, messageId }: Spoken): Promise<{ editionId: string } | undefined> {
      return withTenant(database.db, tenantId, (db) => findSeedSend(db, messageId));
    },

    /** The link at a place of an edition; null where it has none there. */
    async link(tenantId: string, editionId: string, index: number): Promise<TrackedLink | null> {
      let links = editions.get(editionId);
      if (!links) {
        links = (await withTenant(database.db, tenantId, (db) => findEditionLinks(db, editionId))) ?? [];
        keep(editions, editionId, links, mostEditions);
      }
      return links[index] ?? null;
    },

    /** What the links of an edition are tagged with; `messageId` is any of its messages. Looked up again after a minute. */
    async tags(tenantId: string, { editionId, messageId }: { editionId: string; messageId: string }) {
      const known = tags.get(editionId);
      if (known && Date.now() - known.at < tenantMs) return known.found;
      const found = withTenant(database.db, tenantId, (db) => findEditionTags(db, messageId));
      tags.delete(editionId);
      keep(tags, editionId, { at: Date.now(), found }, mostEditions);
      found.catch(() => tags.delete(editionId));
      return found;
    },
  };
}

/** Keeps at most `most` entries; the oldest goes first. */
function keep<Key, Value>(entries: Map<Key, Value>, key: Key, value: Value, most: number): void {
  entries.set(key, value);
  if (entries.size > most) entries.delete(entries.keys().next().value as Key);
}
