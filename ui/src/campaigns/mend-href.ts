import type { Place } from '../../../domain/campaigns/finding-groups.ts';
import { href, type PathName } from '../lib/paths.ts';

/** What no part of the campaign is wrong about, but something that is the organisation's, by the code of the finding: its page. */
const ofOrganization: Record<string, PathName> = {
  unsigned: 'senders',
  unaligned_sender: 'senders',
  postal_address_empty: 'organization',
  no_seed: 'seeds',
  sender_stopped: 'deliverability',
  sender_near_pause: 'deliverability',
};

/** Where something that pre-flight found is mended: the page of the part of the campaign, or of the organisation; none where it is about all of the campaign. */
export function mendHref(
  id: string,
  { where, part, code }: Place & { code: string },
  mayReadSettings: boolean,
): string | undefined {
  const page = ofOrganization[code] ?? (!part && where === 'sender' ? 'senders' : undefined);
  if (page) return mayReadSettings ? href(page) : undefined;
  switch (part?.kind) {
    case 'broadcast':
      return href('campaign', { id }, { tab: tabOf(where, code), broadcast: part.id });
    case 'drip':
      return href('drip', { id, dripId: part.id });
    case 'nurture':
      return href('nurture', { id, nurtureId: part.id });
    case 'experiment':
      return href('experiment', { id, experimentId: part.id });
    case undefined:
      return undefined;
  }
}

// When the campaign starts is said on the overview; whom a broadcast goes to, and at which hour of their own clocks, beside its message.
function tabOf(where: string, code: string): string | undefined {
  if (code === 'local_start_passed') return 'audience';
  if (where.endsWith('start')) return undefined;
  return where.endsWith('audience') ? 'audience' : 'message';
}
