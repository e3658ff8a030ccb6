/** A delivery report (RFC 3464) with these fields about its one recipient. */
export function deliveryReport(fields: string): string {
  return `From: MAILER-DAEMON@mx.people.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

It did not work.
--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.people.example

Final-Recipient: rfc822; p1@people.example
${fields}
--=_b--
`.replaceAll('\n', '\r\n');
}

/** A complaint of a feedback loop (RFC 5965) whose original mail has the header `about`. */
export function complaint(type: string, about: string): string {
  return `From: feedback@provider.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

A person pressed the button.
--b
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: Provider/1.0
Version: 1
Original-Rcpt-To: redacted@redacted.invalid

--b
Content-Type: message/rfc822

From: news@acme.example
To: redacted@redacted.invalid
${about}
Subject: Spring is here

Hello
--b--
`.replaceAll('\n', '\r\n');
}

/** What a person writes back: headers beside From and Subject, and what they quote. */
export function answer(headers: string, quoted = ''): string {
  return `From: p1@people.example\nSubject: Re: Spring is here\n${headers}\n\nTell me more.\n\n> Hello\n> ${quoted}\n`.replaceAll(
    '\n',
    '\r\n',
  );
}
