/** Mails of the shapes that come back, written anew: what the fuzzing starts from where no directory of real ones is given. */
export function sampleMails(): Buffer[] {
  return [...reports(), ...fieldReports(), ...personal()].map((text) => Buffer.from(text));
}

const original =
  '\n--b\nContent-Type: message/rfc822\n\nFrom: news@acme.example\nTo: p@y.example\nSubject: Spring\nList-Unsubscribe: <https://mail.acme.example/u/x>\n\nHello\n--b--\n';

function fieldReports(): string[] {
  const answers = [
    ['5.1.1', 'smtp; 550 5.1.1 <p@y.example>: Recipient address rejected: User unknown in virtual mailbox table'],
    ['5.2.2', 'smtp;550 5.2.2 STOREDRV.Deliver: mailbox full'],
    ['4.4.1', 'X-Postfix; connect to mx.y.example[192.0.2.1]:25: Connection timed out'],
    [
      '5.7.26',
      'smtp; 550-5.7.26 This mail is unauthenticated\n 550-5.7.26 see https://support.example/mail?p=x\n 550 5.7.26 - gsmtp',
    ],
    ['5.0.0', 'smtp; 554 your host 192.0.2.1 is listed at a block list'],
    ['5.3.0', 'X-Unix; 77'],
  ];
  return answers.map(
    ([status, diagnostic]) =>
      `From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n<p@y.example>: host mx.y.example[192.0.2.1] said: ${diagnostic} (in reply to\n    RCPT TO command)\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\nArrival-Date: Thu, 1 Jan 2026 00:00:00 +0000\n\nFinal-Recipient: rfc822; p@y.example\nAction: failed\nStatus: ${status}\nDiagnostic-Code: ${diagnostic}\n${original}`,
  );
}

function reports(): string[] {
  const bodies = [
    'The following address(es) failed:\n\n  p@y.example\n    host mx.y.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<p@y.example>:\n    550 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <news@acme.example>\n',
    "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<p@y.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name. (#5.1.1)\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReceived: x\n",
    '   ----- The following addresses had permanent fatal errors -----\n<p@y.example>\n    (reason: 550 5.1.1 <p@y.example>... User Unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.y.example.:\n>>> DATA\n<<< 550 5.1.1 <p@y.example>... User Unknown\n550 5.1.1 <p@y.example>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)\n',
    'Your message did not reach the following recipient(s):\n\np@y.example on Thu, 1 Jan 2026\n    The recipient name is not recognized\n',
    'THIS IS A WARNING MESSAGE ONLY.\n\na@y.example: Network error on destination MXs\nb@y.example: 452 4.2.2 over quota\n',
  ];
  return bodies.map(
    (body) =>
      `From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: news@acme.example\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: p@y.example\n\n${body}`,
  );
}

function personal(): string[] {
  const json = JSON.stringify({
    notificationType: 'Bounce',
    bounce: { bouncedRecipients: [{ emailAddress: 'p@y.example' }] },
  });
  return [
    'From: p@y.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away.\n',
    'From: p@y.example\nSubject: =?utf-8?B?UmU6IFNwcmluZw==?=\nIn-Reply-To: <1@acme.example>\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nTell me more =F0=9F=8C=B7\n--b\nContent-Type: text/html\n\n<style>p{}</style><p>Tell me <b>more</b></p>\n--b--\n',
    'From: fbl@y.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b--\n',
    `From: no-reply@sns.amazonaws.com\n\n${json}\n`,
    'From: p@y.example\nSubject: unsubscribe\n\n',
  ];
}
