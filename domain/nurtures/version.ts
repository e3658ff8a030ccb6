import { z } from 'zod';
import { Finding } from '../campaigns/preflight.ts';
import { VersionState } from '../drips/version.ts';
import { Id } from '../ids.ts';
import { NurtureDefinition, StreamKey } from './definition.ts';

/** The states of a version of a nurture programme: it waits for somebody else's approval, is in use, or was replaced, rejected or withdrawn. */
export const NurtureVersionState = VersionState.exclude(['approved']);

/** One of the states of a version of a nurture programme. */
export type NurtureVersionState = z.infer<typeof NurtureVersionState>;

/** Where people go who are in a stream that the new version does not have; null: they leave. */
export const StreamMoves = z.record(StreamKey, StreamKey.nullable());

/** Where people of removed streams go. */
export type StreamMoves = z.infer<typeof StreamMoves>;

/** What may be given for a new version: a definition, or a former version to go back to. */
export const NewNurtureVersion = z
  .strictObject({
    definition: NurtureDefinition.optional(),
    /** The number of a former version to take over unchanged. */
    restore: z.int().min(1).optional(),
    moves: StreamMoves.default({}),
    note: z.string().trim().max(2000).default(''),
  })
  .refine(({ definition, restore }) => (definition === undefined) !== (restore === undefined), {
    error: 'give either a definition or the number of a version to restore',
    path: ['definition'],
  });

/** A new version as parsed. */
export type NewNurtureVersion = z.infer<typeof NewNurtureVersion>;

const Both = z.object({ before: z.int(), after: z.int() });

/** What a new version would do, before it is saved: by the version in use, and by the new one. */
export const NurtureVersionPreview = z.object({
  /** People in it now. */
  inNurture: z.int(),
  /** When the next cast is (null if there is none, or it is paused). If it moves, it moves for everybody in the programme. */
  castAt: z.object({ before: z.iso.datetime().nullable(), after: z.iso.datetime().nullable() }),
  /** How many get something at it, have nothing left, and change streams or leave by a rule before it. */
  gets: Both,
  exhausted: Both,
  moving: Both,
  leaving: Both,
  added: z.array(StreamKey),
  renamed: z.array(StreamKey),
  /** Streams that go, with who is in them and where they are to go (undecided: no entry in `moves`), and the items that stand in no other. */
  removed: z.array(
    z.object({
      stream: StreamKey,
      name: z.string(),
      people: z.int(),
      items: z.int(),
      goesTo: StreamKey.nullable(),
      isDecided: z.boolean(),
    }),
  ),
  findings: z.array(Finding),
  needsApproval: z.boolean(),
});

/** What a new version would do. */
export type NurtureVersionPreview = z.infer<typeof NurtureVersionPreview>;

/** A version of a nurture programme as the API shows it. */
export const NurtureVersion = z.object({
  number: z.int(),
  state: NurtureVersionState,
  moves: StreamMoves,
  note: z.string(),
  comment: z.string(),
  definition: NurtureDefinition,
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  decidedByName: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  activatedAt: z.iso.datetime().nullable(),
});

/** A version of a nurture programme as the API shows it. */
export type NurtureVersion = z.infer<typeof NurtureVersion>;

/** The path of a version. */
export const NurtureVersionParams = z.object({ id: Id, nurtureId: Id, number: z.coerce.number().int().min(1) });

/** What differs between two definitions: streams by key, and whether schedule and rules do. */
export function compareDefinitions(before: NurtureDefinition, after: NurtureDefinition) {
  const old = new Map(before.streams.map(({ key, name }) => [key, name]));
  const kept = new Set(after.streams.map(({ key }) => key));
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  return {
    added: after.streams.filter(({ key }) => !old.has(key)),
    renamed: after.streams.filter(({ key, name }) => old.has(key) && old.get(key) !== name),
    removed: before.streams.filter(({ key }) => !kept.has(key)),
    hasOtherSchedule: differs(before.schedule, after.schedule),
    hasOtherTransitions: differs(before.transitions, after.transitions),
    hasOtherEntries: differs([before.entries, before.comeAgain], [after.entries, after.comeAgain]),
  };
}

/** Where somebody of a removed stream goes: as was chosen, and where nobody was there to choose for, into the first stream; null: they leave. */
export function streamAfter(removed: string, moves: StreamMoves, { streams }: NurtureDefinition): string | null {
  const chosen = moves[removed];
  return chosen === undefined ? (streams[0]?.key ?? null) : chosen;
}
