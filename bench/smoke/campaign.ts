import type { ApiClient } from './api-client.ts';
import { until } from './until.ts';

/** The two people it takes to send. */
export interface Team {
  manager: ApiClient;
  approver: ApiClient;
}

/** What a campaign came to. */
export interface SentCampaign {
  subject: string;
  /** Recipients and who is left out, as pre-flight said before the approval. */
  recipients: number;
  leftOut: Record<string, number>;
  broadcastPath: string;
  workflowId: string | null;
  figures: { sent: number; delivered: number; uniqueOpens: number; uniqueClicks: number; unsubscribes: number };
}

interface Preflight {
  canSubmit: boolean;
  findings: { severity: string; code: string; message: string }[];
  broadcasts: { recipients: number; leftOut: Record<string, { count: number }> }[];
}

const body = `<mjml><mj-body>
  <mj-section><mj-column>
    <mj-text font-size="20px">Good news for {{ person.firstName | default: "you" }}</mj-text>
    <mj-text>We made something that saves an hour a day. See <a href="https://example.test/offer">what it does</a>,
      <a href="https://example.test/prices">what it costs</a> or <a href="https://example.test/talk?topic=start&amp;lang=en">talk to us</a>.</mj-text>
    <mj-button href="https://example.test/try">Try it</mj-button>
    <mj-text font-size="12px">{{ tenant.name }}, {{ tenant.postalAddress }} ·
      <a href="{{ unsubscribeUrl }}">Unsubscribe</a> · <a href="{{ preferencesUrl }}">Preferences</a></mj-text>
  </mj-column></mj-section>
</mj-body></mjml>`;

/** Writes a campaign with one broadcast, has it approved by the second person, schedules it and waits until it is completed. */
export async function sendCampaign(
  { manager, approver }: Team,
  input: { name: string; listId: string; note: (text: string) => void },
): Promise<SentCampaign> {
  const { name, listId, note } = input;
  const { data: senders } = await manager.get<{ data: { id: string }[] }>('/senders');
  const sender = senders[0];
  if (!sender)
    throw new Error('The organisation has no sender; an admin adds one under Settings, or with POST /senders.');
  const campaign = await manager.post<{ id: string }>('/campaigns', { name });
  const path = `/campaigns/${campaign.id}`;
  const subject = `An hour a day (${name})`;
  const broadcast = await manager.post<{ id: string }>(`${path}/broadcasts`, {
    name: 'The only one',
    audience: { listIds: [listId] },
    content: { subject, preheader: 'What it does and what it costs', senderId: sender.id, format: 'mjml', body },
  });

  const preflight = await manager.get<Preflight>(`${path}/preflight`);
  const blocking = preflight.findings.filter(({ severity }) => severity === 'blocking');
  if (!preflight.canSubmit)
    throw new Error(`Pre-flight refuses: ${blocking.map(({ message }) => message).join(' · ')}`);
  const [flight] = preflight.broadcasts;
  const leftOut = Object.fromEntries(
    Object.entries(flight?.leftOut ?? {}).map(([reason, { count }]) => [reason, count]),
  );

  await manager.post(`${path}/submit`, { comment: 'Played by npm run smoke' });
  await refuseOwnApproval(manager, path);
  await approver.post(`${path}/approve`);
  const scheduled = await manager.post<{ workflow: { id: string } | null }>(`${path}/schedule`, {
    startAt: new Date(Date.now() + 2000).toISOString(),
  });

  const recipients = flight?.recipients ?? 0;
  let told = Date.now();
  const ended = await until(() => manager.get<{ status: string; figures: { sent: number } }>(path), {
    done: ({ status, figures }) => {
      if (Date.now() - told > 5000) {
        note(`${status}: ${figures.sent} of ${recipients} sent`);
        told = Date.now();
      }
      return ['completed', 'cancelled'].includes(status);
    },
    seconds: 90 + recipients / 50,
    what: 'the end of the campaign',
  });
  if (ended.status !== 'completed') throw new Error(`The campaign was ${ended.status}.`);
  const broadcastPath = `${path}/broadcasts/${broadcast.id}`;
  const { figures } = await manager.get<{ figures: SentCampaign['figures'] }>(broadcastPath);
  return { subject, recipients, leftOut, broadcastPath, workflowId: scheduled.workflow?.id ?? null, figures };
}

/** Whoever wrote it must not be able to approve it. */
async function refuseOwnApproval(author: ApiClient, path: string): Promise<void> {
  const outcome = await author.post(`${path}/approve`).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
  if (!/was refused: .*\(40[39] /.test(outcome))
    throw new Error(`The author's own approval should be refused: ${outcome}`);
}
