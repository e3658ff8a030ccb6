import type { z } from 'zod';
import type { MemberEvent, MemberResult } from '../../../domain/members/member.ts';
import { count, plural } from '../lib/format.ts';

type Result = z.infer<typeof MemberResult>['result'];

/** How members came into a campaign, as people read it; a source that is not known is shown as it is. */
export function sourceWords(source: string): string {
  const known: Record<string, string> = {
    broadcast: 'Audience of a message',
    drip: 'Drip',
    nurture: 'Nurture programme',
    manual: 'By hand',
    file: 'File or pasted list',
    list: 'List',
    campaign: 'Another campaign',
    segment: 'Segment',
  };
  return known[source] ?? source;
}

/** What became of a row, as it stands beside it. */
export const resultWords: Record<Result, string> = {
  added: 'added',
  already_member: 'a member already, stays as they are',
  removed: 'removed',
  not_member: 'is no member',
  changed: 'changed',
  unchanged: 'has this status already',
  unknown_person: 'nobody here is known by this',
  invalid_id: 'is not an id',
  invalid_email: 'is not an e-mail address',
  repeated: 'named by an earlier row already',
};

/** Results that mean that a row could not be used. */
export const isBad = (result: Result): boolean =>
  result === 'unknown_person' || result === 'invalid_id' || result === 'invalid_email';

/** A bulk change in one sentence: "4,997 added, 3 rows could not be used." */
export function bulkSentence(results: readonly { result: Result }[]): string {
  const of = (wanted: (result: Result) => boolean): number => results.filter(({ result }) => wanted(result)).length;
  const parts = (['added', 'removed', 'changed'] as const).flatMap((result) => {
    const number = of((other) => other === result);
    return number > 0 ? [`${count(number)} ${result}`] : [];
  });
  const same = of((result) => result === 'already_member' || result === 'unchanged' || result === 'repeated');
  if (same > 0) parts.push(`${plural(same, 'stays', 'stay')} as they are`);
  const bad = of(isBad);
  if (bad > 0) parts.push(`${plural(bad, 'row', 'rows')} could not be used`);
  return parts.length === 0 ? 'Nothing changed.' : `${parts.join(', ')}.`;
}

/** The arithmetic behind the number of members: a converted lead was a lead and is a contact, and counts once. */
export function memberArithmetic(summary: {
  members: number;
  leads: number;
  converted: number;
  contacts: number;
}): string {
  const { members, leads, converted, contacts } = summary;
  return `${plural(members, 'member', 'members')} = ${plural(leads, 'lead', 'leads')} − ${count(converted)} converted + ${plural(contacts, 'contact', 'contacts')}`;
}

/** A line of a member's history in words, to follow the name of whoever did it. */
export function eventWords({ kind, fromStatus, toStatus, cause }: z.infer<typeof MemberEvent>): string {
  if (kind === 'added') return `Joined as ${toStatus ?? 'n/a'}`;
  if (kind === 'removed') return `Removed, was ${fromStatus ?? 'n/a'}`;
  const why: Record<string, string> = {
    click: ', by a click',
    reply: ', by an answer',
    form: ', by a form',
    merge: ', when two records of the person were merged',
    type: ', when the campaign type was edited',
    file: ', by a file',
  };
  return `${fromStatus ?? 'n/a'} → ${toStatus ?? 'n/a'}${why[cause] ?? ''}`;
}
