import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';
import { fingerprintOf, sealMail } from '../../db/kept-mail.ts';
import { insertInboundMail } from '../../db/queries/inbound/mails.ts';
import { classifyMail } from '../../domain/inbound/classify.ts';
import { factsOf, type InboundState } from '../../domain/inbound/kept-mail.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';

interface DemoMail {
  /** An event that a message has already, which this mail brought; null: any message that went out. */
  event: 'bounce' | null;
  state: InboundState;
  text: (email: string) => string;
}

const note = (subject: string, body: string) => (email: string) =>
  `From: Mail gateway <gateway@hall.demo>\nTo: news@northwind.demo\nSubject: ${subject}\n\n${body.replace('{email}', email)}\n`;

const mails: readonly DemoMail[] = [
  {
    event: 'bounce',
    state: 'applied',
    text: (email) =>
      `From: MAILER-DAEMON@mx.demo\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.demo\n\nFinal-Recipient: rfc822; ${email}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <${email}>: Recipient address rejected: User unknown\n--b--\n`,
  },
  {
    event: null,
    state: 'applied',
    text: (email) =>
      `From: ${email}\nSubject: Re: Warehouses that grow with you\nIn-Reply-To: <a@northwind.demo>\n\nThis is what we have been looking for. Could somebody call me on Thursday?\n\nOn Monday, Northwind Traders wrote:\n> Shelves that grow with you\n`,
  },
  {
    event: null,
    state: 'noted',
    text: (email) =>
      `From: ${email}\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away until Monday. In urgent cases please call the front desk.\n`,
  },
  ...['Notice', 'Notice', 'Second notice'].map((subject): DemoMail => ({
    event: null,
    state: 'review',
    text: note(
      subject,
      'Hello,\n\nthe box of {email} is parked by our archive and takes nothing for now.\n\nYour gateway',
    ),
  })),
  {
    event: null,
    state: 'review',
    text: note(
      'About your letter',
      'The colleague whom you wrote to has a new desk.\nPlease write to the front desk instead.',
    ),
  },
];

/** Some mail that came back: understood, and waiting for somebody to say what it means. What followed stands in the history already. */
export async function seedInbound(db: TenantDb, ring: KeyRing): Promise<void> {
  for (const [place, { event, state, text }] of mails.entries()) {
    const { rows } = await sql<{ id: string; email: string }>`
      select m.id, p.email from messages m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id and p.email is not null
      where m.tenant_id = current_tenant() and m.status = 'sent' and (${event}::text is null or m.id in (
        select e.message_id from engagement_events e where e.tenant_id = current_tenant() and e.kind = ${event}))
      order by m.id desc offset ${event === null ? 3 * place : 0} limit 1`.execute(db);
    const [message] = rows;
    if (!message) continue;
    const raw = Buffer.from(text(message.email));
    const mail = readMime(raw);
    const verdict = classifyMail(mail);
    await insertInboundMail(db, {
      ...{ way: 'smtp', messageId: message.id, state, question: state === 'review' ? 'not_understood' : null },
      ...{ facts: factsOf(mail, verdict), verdicts: verdict.recipients, ruleId: null, undo: null, bytes: raw.length },
      isCopy: false,
      fingerprint: fingerprintOf(mail, { raw, recipients: [message.id], isCopy: false }),
      sealed: sealMail(ring, raw),
    });
  }
  // Newest first, as they stand here, over the last two days.
  await sql`
    update inbound_mails i set received_at = now() - make_interval(hours => (7 * n)::int), told_at = now(),
      told_to = case when i.kind = 'reply' then (select coalesce(c.owner_id, p.owner_id) from people p, messages m
        join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
        join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
        where m.tenant_id = i.tenant_id and m.id = i.message_id and p.tenant_id = i.tenant_id and p.id = i.person_id) end
    from (select id, row_number() over (order by id desc) as n from inbound_mails where tenant_id = current_tenant()) place
    where i.tenant_id = current_tenant() and i.id = place.id`.execute(db);
}
