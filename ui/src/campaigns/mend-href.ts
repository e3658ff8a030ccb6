import type { Place } from '../../../domain/campaigns/finding-groups.ts';
import { href } from '../lib/paths.ts';
import { can } from '../lib/session.svelte.ts';

/** What no message is wrong about, but the sender that it comes from. */
const ofSenders: ReadonlySet<string> = new Set(['unsigned', 'unaligned_sender']);

/** Where something that pre-flight found is mended: the page of the part of the campaign, or of the senders; none where it is about all of the campaign. */
export function mendHref(id: string, { where, part, code }: Place & { code: string }): string | undefined {
  if (ofSenders.has(code)) return can('settings.read') ? href('senders') : undefined;
  switch (part?.kind) {
    case 'broadcast':
      return href('campaign', { id }, { tab: tabOf(where), broadcast: part.id });
    case 'drip':
      return href('drip', { id, dripId: part.id });
    case 'nurture':
      return href('nurture', { id, nurtureId: part.id });
    case 'experiment':
      return href('experiment', { id, experimentId: part.id });
    case undefined:
      return where === 'sender' && can('settings.read') ? href('senders') : undefined;
  }
}

// When a broadcast goes is said on the overview, and whom it goes to beside the message.
function tabOf(where: string): string | undefined {
  if (where.endsWith('start')) return undefined;
  return where.endsWith('audience') ? 'audience' : 'message';
}
