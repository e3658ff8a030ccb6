import { describe, expect, it } from 'vitest';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { classifyMail } from './classify.ts';

function classify(text: string) {
  return classifyMail(readMime(Buffer.from(text)));
}

/** A report in words, as the mail system of `from` writes it. */
function inWords(body: string, headers = ''): string {
  return `From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: news@acme.example\nSubject: Undelivered mail\n${headers}\n${body}\n`;
}

function withFields(fields: string, text = 'It did not work.'): string {
  return `From: MAILER-DAEMON@mx.example\nSubject: Report\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n${text}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n${fields}\n--b\nContent-Type: message/rfc822\n\nSubject: quota exceeded, user unknown\n\nHello\n--b--\n`;
}

const failed = (status: string, diagnostic: string) =>
  `Final-Recipient: rfc822; p@y.example\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${diagnostic}`;

describe('a report with fields', () => {
  it.each([
    ['5.1.1', '550 5.1.1 <p@y.example>: user unknown', 'hard', 'userunknown'],
    ['5.1.1', '552 5.2.2 over quota', 'soft', 'mailboxfull'],
    ['4.1.1', '450 4.1.1 <p@y.example>: user unknown in table', 'hard', 'userunknown'],
    ['5.1.1', '550 5.7.1 your IP address is blacklisted', 'policy', 'blocked'],
    ['5.0.0', '550 5.7.26 unauthenticated mail, to protect from spam and phishing', 'policy', 'authfailure'],
    [
      '5.4.1',
      '550 5.4.1 Recipient address rejected: Access denied (in reply to RCPT TO command)',
      'hard',
      'userunknown',
    ],
    ['5.0.0', '550 user unknown (in reply to end of DATA command)', 'soft', 'filtered'],
    ['5.2.1', '550 5.2.1 the account is disabled', 'soft', 'suspend'],
    ['5.1.6', '550 5.1.6 recipient no longer on server', 'hard', 'hasmoved'],
    ['5.1.10', '550 5.1.10 domain does not accept mail (null MX)', 'hard', 'notaccept'],
    ['5.4.4', 'Host or domain name not found. Name service error: Host not found', 'hard', 'hostunknown'],
    ['4.4.3', 'Name service error for name=y.example: Host not found, try again', 'soft', 'networkerror'],
    ['4.4.1', 'connect to mx.y.example[192.0.2.1]:25: Connection timed out', 'soft', 'expired'],
    ['4.4.2', 'delivery temporarily suspended: lost connection with mx.y.example', 'soft', 'networkerror'],
    ['5.7.1', '550 5.7.1 relaying denied', 'policy', 'norelaying'],
    ['5.7.25', '550 5.7.25 no PTR record', 'policy', 'requireptr'],
    ['5.3.4', '552 5.3.4 message size exceeds fixed limit', 'policy', 'mesgtoobig'],
    ['4.7.0', '421 4.7.0 messages temporarily deferred due to user complaints', 'policy', 'badreputation'],
    ['5.0.0', '550 has sent to too many recipients this hour', 'policy', 'speeding'],
    ['5.0.0', '554 too many connections from your host', 'policy', 'toomanyconn'],
    ['5.6.0', '554 virus found', 'policy', 'virusdetected'],
    ['5.7.1', '550 message classified as spam', 'policy', 'spamdetected'],
    ['5.1.8', '553 5.1.8 Domain of sender address n@x does not exist', 'policy', 'rejected'],
    ['5.0.0', '550 what we do not know', 'soft', 'onhold'],
  ])('%s %s → %s (%s)', (...[status, diagnostic, kind, reason]) => {
    const [verdict, ...more] = classify(withFields(failed(status!, diagnostic!))).recipients;
    expect(verdict).toMatchObject({ kind, reason, recipient: 'p@y.example' });
    expect(more).toEqual([]);
  });

  it('tells delays and deliveries from failures, and each recipient from the others', () => {
    const fields = [
      'Final-Recipient: rfc822; a@y.example\nAction: delayed\nStatus: 4.4.1',
      'Final-Recipient: rfc822; b@y.example\nAction: Delivered (to mailbox)\nStatus: 2.0.0',
      'Final-Recipient: rfc822; c@y.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;\n 550 5.1.1 no such\n user',
    ].join('\n\n');
    expect(classify(withFields(fields)).recipients).toMatchObject([
      { kind: 'delayed', reason: 'expired', recipient: 'a@y.example' },
      { kind: 'delivered', reason: 'delivered', recipient: 'b@y.example' },
      {
        kind: 'hard',
        reason: 'userunknown',
        recipient: 'c@y.example',
        status: '5.1.1',
        reply: '550',
        line: expect.stringContaining('no such user'),
      },
    ]);
  });

  it('asks the words of the report where the fields say nothing, and never those of the message that came back', () => {
    const vague = 'Final-Recipient: rfc822; p@y.example\nAction: failed\nStatus: 5.0.0';
    expect(classify(withFields(vague, 'p@y.example: Domain does not exist')).recipients).toMatchObject([
      { reason: 'hostunknown' },
    ]);
    expect(classify(withFields(vague)).recipients).toMatchObject([{ kind: 'soft', reason: 'onhold' }]);
  });

  it('leaves a report that says nothing unknown', () => {
    const empty =
      'From: MAILER-DAEMON@mx\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\n--b--\n';
    expect(classify(empty)).toMatchObject({ kind: 'report', recipients: [{ kind: 'unknown', reason: 'undefined' }] });
  });
});

describe('a report in words', () => {
  it.each([
    [
      'Exim',
      'The following address(es) failed:\n\n  p@y.example\n    host mx [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<p@y.example>:\n    550 unknown user\n\n------ This is a copy of the message ------\n',
      'hard',
      'userunknown',
    ],
    [
      'Exim at once',
      'failed:\n\n  p@y.example\n    SMTP error from remote mail server after initial connection:\n    554 go away\n',
      'policy',
      'blocked',
    ],
    [
      'Exim after the message',
      'failed:\n\n  p@y.example\n    SMTP error from remote mail server after end of data:\n    550 unknown user\n',
      'soft',
      'filtered',
    ],
    [
      'qmail',
      "Hi. I'm afraid I wasn't able to deliver your message.\n\n<p@y.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name. (#5.1.1)\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n",
      'hard',
      'userunknown',
    ],
    [
      'qmail without a host',
      "I've given up.\n\n<p@y.example>:\nSorry, I couldn't find any host named y.example. (#5.1.2)\n",
      'hard',
      'hostunknown',
    ],
    [
      'Postfix',
      '<p@y.example>: host mx.y.example[192.0.2.1] said: 552 mailbox full (in reply to RCPT\n    TO command)\n',
      'soft',
      'mailboxfull',
    ],
    [
      'Sendmail',
      '   ----- Transcript of session follows -----\n>>> RCPT To:<p@y.example>\n<<< 550 <p@y.example>, User Unknown\n550 <p@y.example>... User unknown\n421 later: Connection timed out\n',
      'hard',
      'userunknown',
    ],
    [
      'an X.400 gateway',
      'Your message did not reach the following recipient(s):\n\np@y.example on Thu, 1 Jan\n    The recipient name is not recognized\n',
      'hard',
      'userunknown',
    ],
    [
      'a gateway that quotes in brackets',
      'SMTP Server <mx> rejected recipient <p@y.example> (Error following RCPT command).\nIt responded as follows: [550 no such user]\n',
      'hard',
      'userunknown',
    ],
    ['Domino', 'Delivery failure:\nUser p (p@y.example) not listed in Domino Directory\n', 'hard', 'userunknown'],
    [
      'a Japanese provider',
      '送信できませんでした。\n<p@y.example>\n550 <p@y.example>: User unknown\n',
      'hard',
      'userunknown',
    ],
    [
      'German words',
      'Ihre Nachricht konnte nicht zugestellt werden (not delivered):\np@y.example: Das Postfach ist voll.\n',
      'soft',
      'mailboxfull',
    ],
    [
      'a delay',
      'THIS IS A WARNING MESSAGE ONLY.\n\n<p@y.example>: connect to mx.y.example: No route to host\n',
      'delayed',
      'networkerror',
    ],
  ])('%s', (...[_name, body, kind, reason]) => {
    expect(classify(inWords(body!)).recipients).toMatchObject([{ kind, reason }]);
  });

  it('takes the reason from before the recipients, where none stands behind', () => {
    const body =
      'Failure reasons\n\nUser not listed in public Name & Address Book\na@y.example\n\nThe mailbox is full\nb@y.example\n';
    expect(classify(inWords(body)).recipients).toMatchObject([{ reason: 'userunknown' }, { reason: 'mailboxfull' }]);
  });

  it('speaks of each recipient apart, and not of whom it was sent to', () => {
    const body =
      'The following failed, sent by\n\n  news@acme.example\n\na@y.example: 550 5.2.2 mailbox full\nb@y.example: 550 5.1.1 unknown\n';
    expect(classify(inWords(body)).recipients).toMatchObject([
      { recipient: 'a@y.example', reason: 'mailboxfull' },
      { recipient: 'b@y.example', reason: 'userunknown' },
    ]);
  });

  it('reads fields that lost their part on the way', () => {
    const body =
      '> Reporting-MTA: dns; mx\n>\n> Final-Recipient: RFC822; p@y.example\n> Action: failed\n> Status: 5.1.1\n';
    expect(
      classify(`From: p@acme.example\nSubject: Fwd: Returned mail: see transcript\n\n${body}`).recipients,
    ).toMatchObject([{ kind: 'hard', recipient: 'p@y.example' }]);
  });

  it("reads Amazon's notifications, wrapped or not, and leaves other JSON alone", () => {
    const bounce = {
      notificationType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bouncedRecipients: [
          {
            emailAddress: 'p@y.example',
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          },
        ],
      },
    };
    const complaint = {
      eventType: 'Complaint',
      complaint: { complainedRecipients: [{ emailAddress: 'p@y.example' }] },
    };
    const delivery = {
      notificationType: 'Delivery',
      delivery: { recipients: ['p@y.example'], smtpResponse: '250 2.6.0 Message received' },
    };
    const mail = (value: unknown) =>
      `From: no-reply@sns.amazonaws.com\n\n${JSON.stringify(value)}\n--\nIf you wish to stop, unsubscribe.`;
    expect(classify(mail({ Type: 'Notification', Message: JSON.stringify(bounce) }))).toMatchObject({
      kind: 'report',
      recipients: [{ kind: 'hard' }],
    });
    expect(classify(mail(complaint))).toMatchObject({ kind: 'complaint', feedbackType: 'abuse' });
    expect(classify(mail(delivery)).recipients).toMatchObject([{ kind: 'delivered', reply: '250', status: '2.6.0' }]);
    expect(classify(mail({ Message: '{"a":1' })).kind).toBe('unknown');
  });
});

describe('what people and their mailboxes write', () => {
  it.each([
    ['Auto-Submitted: auto-replied', 'auto_reply'],
    ['Auto-Submitted: no', 'unknown'],
    ['X-Auto-Response-Suppress: All', 'auto_reply'],
    ['Precedence: auto_reply', 'auto_reply'],
    ['Subject: Out of Office: Spring', 'auto_reply'],
    ['Subject: Abwesenheitsnotiz', 'auto_reply'],
    ['Subject: =?utf-8?B?6Ieq5YuV6L+U5L+h?=', 'auto_reply'],
    ['Subject: Automatyczna odpowiedź', 'auto_reply'],
    ['Subject: Автоответ: Spring', 'auto_reply'],
    ['Subject: Automatski odgovor: Spring', 'auto_reply'],
    ['Subject: Balasan otomatis: Spring', 'auto_reply'],
    ['Subject: Re: Spring\nIn-Reply-To: <1@acme.example>', 'reply'],
    ['Subject: Vacationing in Rome?', 'unknown'],
    ['Subject: unsubscribe', 'unsubscribe'],
    ['Subject: Abmelden', 'unsubscribe'],
    ['Subject: Re: your failure notice', 'reply'],
    ['Subject: Hello', 'unknown'],
  ])('%s is %s', (headers, kind) => {
    expect(classify(`From: p@y.example\n${headers}\n\nHello there.\n`).kind).toBe(kind);
  });

  it('takes an answer for written by nobody only where it tells an absence and what follows from it', () => {
    const answer = (text: string) =>
      classify(`From: p@y.example\nSubject: Re: Spring\nIn-Reply-To: <1@acme.example>\n\n${text}\n`).kind;
    expect(answer('I will be away from my desk this week. I have no access to my email.')).toBe('auto_reply');
    expect(answer('Estarei ausente. Em caso urgente, queira contatar a Ana.')).toBe('auto_reply');
    expect(answer('I am on vacation next week, but I would like to hear more.')).toBe('reply');
  });

  it('knows who lets only approved senders in from who is away', () => {
    const text = 'Mail reaches me only from senders that I have approved. Ask below.';
    expect(classify(`From: p@y.example\nPrecedence: auto_reply\nSubject: Re: Spring\n\n${text}\n`).kind).toBe(
      'challenge',
    );
  });

  it('takes the notice of a service that asks for approval for no bounce, though it comes as a report', () => {
    const notice = withFields(failed('4.7.0', 'not on the list'), 'Confirm that you may write to me: the Guest List.');
    expect(classify(notice).kind).toBe('report');
    expect(classify(notice.replace('MAILER-DAEMON@mx.example', 'noreply@boxbe.com')).kind).toBe('challenge');
  });

  it('knows complaints by their part, with whatever type, and by the way of the provider that has none', () => {
    const arf = (type: string) =>
      `From: fbl@y.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: ${type}\nVersion: 1\n\n--b--\n`;
    expect(classify(arf('abuse'))).toMatchObject({ kind: 'complaint', feedbackType: 'abuse' });
    expect(classify(arf('not-spam'))).toMatchObject({ kind: 'complaint', feedbackType: 'not-spam' });
    expect(classify('From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\n\n')).toMatchObject({
      kind: 'complaint',
    });
  });
});
