import { signInTo } from './api-client.ts';
import { sendCampaign, type SentCampaign } from './campaign.ts';
import { importPeople } from './import.ts';
import { mailboxAt, type ListedMail, type MailboxClient } from './mailbox-client.ts';
import type { SmokeOptions } from './options.ts';
import { readPeopleFile } from './people-file.ts';
import { playReaders, type Played } from './reader.ts';
import { until } from './until.ts';

/** What came of the main job; people unless named otherwise. */
export interface SmokeReport {
  imported: number;
  rejected: number;
  leftOut: Record<string, number>;
  sent: number;
  delivered: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
  duplicates: number;
  missing: number;
  seconds: number;
  workflowId: string | null;
  /** What was played, to compare opened, clicked and unsubscribed with. */
  played: string;
  second: { sent: number; toUnsubscribed: number };
}

/** Import, write, approve, schedule, send, read, unsubscribe, count, and a second broadcast that must leave out who left. */
export async function playMainJob(
  options: SmokeOptions,
  note: (text: string) => void,
): Promise<{ report: SmokeReport; shortcomings: string[] }> {
  const begun = Date.now();
  const mailbox = mailboxAt(options.mailbox);
  const file = await readPeopleFile({ ...options, path: options.people, template: options.email });
  const [manager, approver] = [
    await signInTo(options.url, options.manager),
    await signInTo(options.url, options.approver),
  ];
  const run = new Date().toISOString();

  const before = await mailbox.newest();
  note(`importing ${file.rows} people`);
  const imported = await importPeople(manager, {
    file,
    template: options.email,
    consent: options.consent,
    name: `Smoke ${run}`,
  });
  note(`imported ${imported.imported}, rejected ${imported.rejected}; sending the first broadcast`);
  const first = await sendCampaign({ manager, approver }, { name: `Smoke ${run}`, listId: imported.listId, note });
  const mails = await mailsOf(mailbox, { after: before, subject: first.subject, expected: first.figures.sent });
  const received = countReceived(mails, file.addresses);

  // Nobody reads a mail in the moment in which it arrives; whoever does is taken for a machine.
  await new Promise((resolve) => setTimeout(resolve, 4000));
  note(`sent ${first.figures.sent}; people and machines read`);
  const played = await playReaders(mailbox, mails);
  const counted = await countedFigures(manager, first, played);

  note('a second broadcast to the same people');
  const between = await mailbox.newest();
  const second = await sendCampaign(
    { manager, approver },
    { name: `Smoke again ${run}`, listId: imported.listId, note },
  );
  const secondMails = await mailsOf(mailbox, {
    after: between,
    subject: second.subject,
    expected: second.figures.sent,
  });
  const left = new Set(played.unsubscribedAddresses);

  const report: SmokeReport = {
    imported: imported.imported,
    rejected: imported.rejected,
    leftOut: first.leftOut,
    sent: first.figures.sent,
    delivered: counted.delivered,
    opened: counted.uniqueOpens,
    clicked: counted.uniqueClicks,
    unsubscribed: counted.unsubscribes,
    duplicates: received.duplicates,
    missing: Math.max(received.missing - otherwiseLeftOut(first.leftOut), first.recipients - received.distinct),
    seconds: Math.round((Date.now() - begun) / 100) / 10,
    workflowId: first.workflowId,
    played: `${played.opened} opened, ${played.clicked} clicked, ${played.unsubscribed} unsubscribed, ${played.machines} machines`,
    second: {
      sent: second.figures.sent,
      toUnsubscribed: secondMails.filter((mail) => mail.to.some((address) => left.has(address))).length,
    },
  };
  return { report, shortcomings: shortcomingsOf(report, { played, unwanted: received.unwanted }) };
}

/** How many gave consent and are left out for another reason (they unsubscribed in an earlier run, say). */
function otherwiseLeftOut(leftOut: Record<string, number>): number {
  const counts = Object.entries(leftOut).filter(([reason]) => reason !== 'no_consent');
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** All mails with the subject; waits a little for the last ones to be in the mailbox. */
async function mailsOf(
  mailbox: MailboxClient,
  wanted: { after: number; subject: string; expected: number },
): Promise<ListedMail[]> {
  const find = async (): Promise<ListedMail[]> =>
    (await mailbox.listAfter(wanted.after)).filter((mail) => mail.subject === wanted.subject);
  return until(find, { done: (mails) => mails.length >= wanted.expected, seconds: 15, orElse: find });
}

function countReceived(mails: ListedMail[], expected: Map<string, boolean>) {
  const seen = new Map<string, number>();
  for (const address of mails.flatMap((mail) => mail.to)) seen.set(address, (seen.get(address) ?? 0) + 1);
  return {
    distinct: seen.size,
    duplicates: [...seen.values()].reduce((sum, count) => sum + count - 1, 0),
    missing: [...expected].filter(([address, isGranted]) => isGranted && !seen.has(address)).length,
    /** Mail to somebody who gave no consent, or who was not in the file. */
    unwanted: [...seen.keys()].filter((address) => expected.get(address) !== true).length,
  };
}

/** The figures once the events were applied: it takes some seconds until a click is known not to be part of a burst. */
async function countedFigures(
  manager: Parameters<typeof sendCampaign>[0]['manager'],
  sent: SentCampaign,
  played: Played,
) {
  const read = async () => (await manager.get<{ figures: SentCampaign['figures'] }>(sent.broadcastPath)).figures;
  const figures = await until(read, {
    done: (now) =>
      now.uniqueOpens >= played.opened && now.uniqueClicks >= played.clicked && now.unsubscribes >= played.unsubscribed,
    seconds: 45,
    orElse: read,
  });
  // What is wrongly counted on top would come a moment later.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return figures.uniqueOpens >= played.opened ? read() : figures;
}

function shortcomingsOf(report: SmokeReport, known: { played: Played; unwanted: number }): string[] {
  const { played } = known;
  const checks: [boolean, string][] = [
    [report.missing === 0, `${report.missing} messages are missing`],
    [report.duplicates === 0, `${report.duplicates} messages came twice`],
    [known.unwanted === 0, `${known.unwanted} people got a message without having given consent`],
    [report.opened === played.opened, `${played.opened} opened, ${report.opened} counted`],
    [report.clicked === played.clicked, `${played.clicked} clicked, ${report.clicked} counted`],
    [
      report.unsubscribed === played.unsubscribed,
      `${played.unsubscribed} unsubscribed, ${report.unsubscribed} counted`,
    ],
    [report.second.toUnsubscribed === 0, `${report.second.toUnsubscribed} who unsubscribed got the second broadcast`],
    [
      report.second.sent === report.sent - played.unsubscribed,
      `the second broadcast went to ${report.second.sent} and not to ${report.sent - played.unsubscribed}`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, text]) => text);
}
