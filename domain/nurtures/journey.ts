import { z } from 'zod';
import { leftOutWords, type LeftOutReason } from '../broadcasts/audience.ts';
import { Id } from '../ids.ts';
import { NurtureMember, NurtureStatus, type CastOutcome, type NurtureLeaveReason } from './nurture.ts';

/** Where a person is in a nurture programme, what comes next and when or why not, and what they have had. */
export const NurtureJourney = NurtureMember.pick({
  cadence: true,
  stream: true,
  outcome: true,
  obstacle: true,
  received: true,
  addedAt: true,
  lastCastAt: true,
  leftAt: true,
  leftReason: true,
}).extend({
  nurtureId: Id,
  nurtureName: z.string(),
  campaignId: Id,
  campaignName: z.string(),
  status: NurtureStatus,
  streamName: z.string(),
  /** Where they are, in a sentence. */
  sentence: z.string(),
  /** What comes next, or why nothing does, in a sentence. */
  next: z.string(),
  /** When; null where nothing comes. */
  nextAt: z.iso.datetime().nullable(),
  /** What was put on the road to them, the latest first, and what became of it. */
  messages: z.array(
    z.object({
      at: z.iso.datetime(),
      itemId: Id,
      itemName: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Where a person is in a nurture programme. */
export type NurtureJourney = z.infer<typeof NurtureJourney>;

/** What a cast means for a member, with the names of things. */
export interface NamedPlan {
  outcome: CastOutcome;
  itemName: string;
  /** The stream that the cast would find them in. */
  nextStreamName: string;
  obstacle: string | null;
}

/** What a cast means for a member in a few words: what they get, or why nothing. */
export function planWords({ outcome, itemName, nextStreamName, obstacle }: NamedPlan): string {
  switch (outcome) {
    case 'gets':
      return `Gets “${itemName}”`;
    case 'exhausted':
      return `Exhausted: nothing in ${nextStreamName} that they have not had`;
    case 'leaves':
      return 'Leaves the programme by its rule';
    case 'paused':
      return 'Paused: gets nothing until they go on';
    case 'unreachable':
      return `May not be written to: ${leftOutWords[obstacle as LeftOutReason] ?? obstacle ?? 'unknown'}`;
  }
}

const leftWords: Record<NurtureLeaveReason, string> = {
  stopped: 'the programme was stopped',
  ended: 'the programme came to its end',
  stream_removed: 'the stream was taken out of the programme',
};

/** Where somebody is in a nurture programme or was, in a sentence. */
export function placeSentence({
  streamName,
  received,
  leftReason,
}: {
  streamName: string;
  received: number;
  leftReason: NurtureLeaveReason | null;
}): string {
  const had = received === 0 ? 'nothing yet' : received === 1 ? 'one item' : `${received} items`;
  return leftReason === null
    ? `Is in “${streamName}” and has had ${had}.`
    : `Was in “${streamName}” and had ${had}: ${leftWords[leftReason]}.`;
}

/** What comes next for somebody, or why nothing does; `halt` is what stands still: the programme or its campaign. */
export function nextSentence(
  plan: NamedPlan & { streamName: string; halt: string | null; isOver: boolean; hasLeft: boolean },
): string {
  if (plan.isOver) return 'Nothing more: the programme is over.';
  if (plan.hasLeft) return 'Nothing more, unless they come in again.';
  const moves =
    plan.nextStreamName === plan.streamName ? '' : ` They go to “${plan.nextStreamName}” before it, by its rule.`;
  const words = `${planWords(plan)}.${moves}`;
  return plan.halt === null ? words : `Nothing for now: ${plan.halt}. Once it goes on: ${words}`;
}
