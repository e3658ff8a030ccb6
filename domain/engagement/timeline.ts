import { z } from 'zod';
import { Id } from '../ids.ts';
import { messageStatuses, type MessageStatus } from '../outbox/message.ts';
import { obstacleWords } from '../outbox/obstacle-words.ts';

/** What an item of a person's timeline is: a message to them, something they (or a machine) did, or something about them. */
export const TimelineKind = z.enum([
  'message',
  'delivered',
  'open',
  'click',
  'reply',
  'bounce',
  'complaint',
  'unsubscribe',
  'page_view',
  'form',
  'custom',
  'consent',
  'member',
  'response',
  'change',
]);

/** One of the kinds of `TimelineKind`. */
export type TimelineKind = z.infer<typeof TimelineKind>;

/** One item of a person's timeline. */
export const TimelineItem = z.object({
  /** Id of the row it comes from; unique together with `kind`. */
  id: Id,
  kind: TimelineKind,
  at: z.iso.datetime(),
  /** In the words of the product, ready to be shown. */
  title: z.string(),
  /** Why, how or by whom; null where there is nothing to add. */
  detail: z.string().nullable(),
  /** Where a message stands; null for everything else. */
  status: z.enum(messageStatuses).nullable(),
  /** Who was behind an open or click; null for other entries. */
  verdict: z.enum(['human', 'machine', 'unknown']).nullable(),
  /** The rule that gave the verdict; null while it is still to come. */
  verdictRule: z.string().nullable(),
  campaign: z.object({ id: Id, name: z.string() }).nullable(),
  messageId: Id.nullable(),
});

/** One item of a person's timeline. */
export type TimelineItem = z.infer<typeof TimelineItem>;

/** What a title is made of: the item's kind and the words that its row holds. */
export interface TimelineFacts {
  kind: TimelineKind;
  status: MessageStatus | null;
  reason: string | null;
  /** Subject of the message, label of the link, name of the member's status, state of the consent, or action of a change. */
  label: string | null;
  /** Where a consent came from, who made a change, the kind of a bounce. */
  source: string | null;
  campaignName: string | null;
  fields: readonly string[];
}

const messageTitles: Record<MessageStatus, string> = {
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent',
  skipped: 'Not sent',
  failed: 'Could not be delivered',
  uncertain: 'Perhaps sent',
  cancelled: 'Cancelled',
};

/** What was done with a person, where the names of the fields that it wrote would say nothing. */
const deeds: Partial<Record<string, string>> = {
  'drip.exitPerson': 'Taken out of a drip',
  'drip.pausePerson': 'Held in a drip',
  'drip.resumePerson': 'Resumed in a drip',
  'drip.skipPerson': 'Skipped a step of a drip',
  'lists.leave': 'Left lists',
  'members.setStatus': 'Got another status in a campaign',
  'nextActions.accept': 'A next action was accepted',
  'nextActions.done': 'A next action was done',
  'nextActions.reject': 'A next action was rejected',
  'nurture.moveMember': 'Moved in a nurture programme',
  'nurture.pauseMember': 'Held in a nurture programme',
  'nurture.resumeMember': 'Resumed in a nurture programme',
  'people.frequency': 'Chose how often mail may come',
  'person.add': 'Added',
  'person.confirm': 'Confirmed the sign-up',
  'person.convert': 'Became a contact',
  'person.erase': 'Asked to be erased',
  'person.export': 'A file of everything held on them was written',
  'person.exportDownload': 'The file of everything held on them was downloaded',
  'person.merge': 'Merged with another record',
  'person.signUp': 'Signed up',
  'tasks.done': 'A task about them is done',
  'topics.join': 'Opted in to a topic',
  'topics.leave': 'Opted out of a topic',
};

/** The title and the detail of an item. */
export function describe(facts: TimelineFacts): { title: string; detail: string | null } {
  const { kind, label, source } = facts;
  const about = label ? `“${label}”` : 'a message';
  switch (kind) {
    case 'message':
      return {
        title: `${messageTitles[facts.status ?? 'queued']}: ${label || 'no subject'}`,
        detail: words(facts.reason && obstacleWords(facts.reason)),
      };
    case 'open':
      return { title: `Opened ${about}`, detail: null };
    case 'click':
      return { title: label ? `Clicked “${label}”` : 'Clicked a link', detail: null };
    case 'delivered':
      return { title: `${about} was delivered`.replace(/^a/, 'A'), detail: null };
    case 'reply':
      return { title: `Replied to ${about}`, detail: facts.reason };
    case 'bounce':
      return { title: `${about} bounced`.replace(/^a/, 'A'), detail: words(source) };
    case 'complaint':
      return { title: `Called ${about} spam`, detail: null };
    case 'unsubscribe':
      return { title: 'Unsubscribed', detail: words(source) };
    case 'page_view':
      return { title: 'Visited a page', detail: label };
    case 'form':
      return { title: 'Submitted a form', detail: label };
    case 'custom':
      return { title: label ?? 'Something happened', detail: null };
    case 'consent':
      // The reason is the topic or the channel, where it was about one alone.
      return {
        title: `${label === 'granted' ? 'Consent given' : 'Consent withdrawn'}${facts.reason ? `: ${facts.reason}` : ''}`,
        detail: words(source),
      };
    case 'member':
      return { title: `Became a member of ${facts.campaignName ?? 'a campaign'}`, detail: label };
    case 'response':
      return { title: `First responded to ${facts.campaignName ?? 'a campaign'}`, detail: label };
    case 'change':
      return {
        title:
          deeds[label ?? ''] ??
          (facts.fields.length > 0 ? `Changed: ${facts.fields.map(plain).join(', ')}` : sentence(label ?? 'changed')),
        detail: source,
      };
  }
}

/** A stable code as words: `frequency_cap` → `Frequency cap`. Codes with digits (smtp_550_5.1.1) stay as they are. */
function words(code: string | null): string | null {
  if (code === null || code === '') return null;
  return /\d/.test(code) ? code : sentence(code.replaceAll('_', ' '));
}

/** `firstName` → `first name` */
function plain(field: string): string {
  return field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** `people.merge` → `People merge` */
function sentence(text: string): string {
  const spaced = plain(text.replaceAll('.', ' '));
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
