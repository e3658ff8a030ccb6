import { z } from 'zod';
import { StepKey } from '../drips/steps.ts';
import { Id } from '../ids.ts';

/** What somebody is told: people came to a step of a drip that tells its owner. Those of one step are told together. */
export const Notification = z.object({
  campaignId: Id,
  dripId: Id,
  dripName: z.string(),
  step: StepKey,
  stepName: z.string(),
  /** What the author of the step wants to have done. */
  note: z.string(),
  people: z.int(),
  /** Some of them, the newest first. */
  sample: z.array(z.object({ personId: Id, name: z.string() })),
  latestAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What somebody is told. */
export type Notification = z.infer<typeof Notification>;

/** What is known now: of one step, of one notice or everything. */
export const ReadInput = z.union([
  z.strictObject({ dripId: Id, step: StepKey }),
  z.strictObject({ approvalId: Id }),
  z.strictObject({ noticeId: Id }),
  z.strictObject({ domainNoticeId: Id }),
  z.strictObject({ answerId: Id }),
  z.strictObject({ all: z.literal(true) }),
]);

/** What is known now. */
export type ReadInput = z.infer<typeof ReadInput>;

/** What a mail says of one step. */
export interface DigestLine {
  dripName: string;
  stepName: string;
  note: string;
  people: number;
}

/** Lines that a mail has room for. */
const mostLines = 20;

/** The mail that says what came together since the last one. */
export function digestMail(
  lines: readonly DigestLine[],
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const people = lines.reduce((sum, line) => sum + line.people, 0);
  const [first] = lines;
  const subject =
    lines.length === 1 && first
      ? `${peopleWords(first.people)} reached “${first.stepName}”`
      : `${peopleWords(people)} reached steps of your drips`;
  const shown = lines.slice(0, mostLines).map(lineWords);
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more steps.`] : [];
  const text = [`${tenantName}:`, ...shown, ...more, `Who they are: ${url}`].join('\n\n');
  return { subject, text: `${text}\n` };
}

function lineWords({ people, stepName, dripName, note }: DigestLine): string {
  return `${peopleWords(people)} reached “${stepName}” in “${dripName}”.${note ? `\n${note}` : ''}`;
}

function peopleWords(people: number): string {
  return people === 1 ? 'One person' : `${people.toLocaleString('en')} people`;
}
