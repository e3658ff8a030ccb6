import { describe, expect, it } from 'vitest';
import { judgeEvidence } from './judge.ts';
import type { InboundReason } from './reasons.ts';
import type { DialogueStage } from './stage.ts';

function reasonOf(diagnostic: string, stage?: DialogueStage): InboundReason {
  return judgeEvidence({
    action: 'failed',
    status: null,
    channel: 'smtp',
    context: '',
    diagnostic,
    ...(stage ? { stage } : {}),
  }).reason;
}

/** What mail systems print and providers publish, in their own words. */
const answers: [InboundReason, ...string[]][] = [
  [
    'userunknown',
    '550 5.1.1 <p@y.example>: Recipient address rejected: User unknown in relay recipient table',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address',
    '550 #5.1.0 Address rejected.',
    "5.1.0 - Unknown address error 550-'5.1.1 no such user'",
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    '550 5.1.1 <spam-policy@y.example>: user unknown',
    "554 delivery error: dd This user doesn't have a yahoo.com account",
  ],
  [
    'mailboxfull',
    '552-5.2.2 The email account that you tried to reach is over quota.',
    '550 5.2.2 user over quota',
    '452 4.2.2 Mailbox full',
    'maildir delivery failed: Error writing message: Disk quota exceeded',
    '552 Requested mail action aborted: exceeded storage allocation',
    '550 Benutzer hat das Speichervolumen ueberschritten. / User has exhausted allowed storage space.',
  ],
  ['systemfull', '452 4.3.1 Insufficient system storage', '452 4.4.5 Insufficient disk space; try again later'],
  [
    'suspend',
    '550-5.2.1 The email account that you tried to reach is disabled.',
    '550 Local mailbox p@mail.example is unavailable: account is disabled',
    '554 delivery error: dd Sorry your message cannot be delivered. This mailbox is disabled (554.30).',
  ],
  [
    'hostunknown',
    'Host or domain name not found. Name service error for name=y.example type=AAAA: Host not found',
    "Sorry, I couldn't find any host named y.example. (#5.1.2)",
    '554 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
    'unable to look up host y.example: Name or service not known',
    "5.1.2 - Bad destination host 'DNS Hard Error looking up y.example (MX): NXDomain'",
  ],
  ['notaccept', '556 5.1.10 y.example does not accept mail (nullMX)', 'an MX or SRV record indicated no SMTP service'],
  [
    'networkerror',
    'lost connection with mx.y.example[192.0.2.1] while sending RCPT TO',
    'Deferred: Connection refused by y.example.',
    "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)",
    'This message is looping: it already has my Delivered-To line. (#5.4.6)',
    '554 5.4.6 Too many hops',
    'CNAME lookup failed temporarily. (#4.4.3)',
  ],
  [
    'expired',
    'conversation with mx.y.example[192.0.2.1] timed out while sending message body',
    'retry timeout exceeded',
    '550 4.4.7 QUEUE.Expired; message expired',
    '5.4.7 - Delivery expired (message too old)',
    'Mail server for "y.example" unreachable for too long',
  ],
  [
    'systemerror',
    'mail for y.example loops back to myself',
    '553 5.3.5 y.example. config error: mail loops back to me (MX problem?)',
    '451 Resources temporarily unavailable. Please try again later [#4.16.5].',
    '451 4.3.0 Temporary System Problem. Try again later.',
    'Unable to chdir to maildir. (#4.2.1)',
    '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded',
  ],
  [
    'mailererror',
    'Command died with status 127: "/usr/bin/filter"',
    'Command time limit exceeded: "/usr/bin/procmail"',
  ],
  [
    'authfailure',
    '550-5.7.26 This mail is unauthenticated, which poses a security risk',
    '550 5.7.1 Email rejected per DMARC policy for acme.example',
    '550 5.7.23 The message was rejected because of Sender Policy Framework violation',
    '550 SPF check failed. Sender not authorized',
  ],
  [
    'requireptr',
    '550 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]',
    '554-No SMTP service. Bad DNS PTR resource record.',
    '550 5.7.1 Fix reverse DNS for 192.0.2.1',
  ],
  [
    'blocked',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    '550 5.7.606 Access denied, banned sending IP [192.0.2.1]',
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3150).",
    '553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1',
    '550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.',
    '554-No SMTP service. IP address is black listed.',
    "550-5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers.",
  ],
  [
    'badreputation',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
    "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
    '421-4.7.0 this message is suspicious due to the very low reputation of the sending IP address.',
  ],
  [
    'spamdetected',
    '550-5.7.1 Our system has detected that this message is likely unsolicited mail.',
    '550 spam message rejected.',
    '550 5.7.1 Message rejected as spam by Content Filtering.',
    '550 High probability of spam',
  ],
  ['virusdetected', '554 5.7.1 virus Eicar-Test-Signature detected by ClamAV', '552 Message contains malware'],
  [
    'speeding',
    '450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    '421-4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.',
    '550 5.4.5 Daily sending quota exceeded',
    '421 Your messages are rate limited. Try again later',
  ],
  ['toomanyconn', '421 4.7.0 Too many concurrent connections from your IP', '550 Connection frequency limited'],
  [
    'rejected',
    '450 4.1.8 <n@acme.example>: Sender address rejected: Domain not found',
    'sorry, your envelope sender is in my badmailfrom list (#5.7.1)',
    '550 Sender verify failed',
    '451 4.1.8 Domain of sender address n@acme.example does not resolve',
  ],
  [
    'norelaying',
    '454 4.7.1 <p@y.example>: Relay access denied',
    "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    '550 5.7.64 TenantAttribution; Relay Access Denied',
    '550 5.7.1 <p@y.example>... Relaying denied. IP name lookup failed [192.0.2.1]',
  ],
  [
    'mesgtoobig',
    'message size 10485761 exceeds size limit 10240000 of server mx',
    '552 5.3.4 Message too big for system',
  ],
  [
    'policyviolation',
    '554 5.7.9 Message not accepted for policy reasons.',
    '552-5.7.0 This message was blocked because its content presents a potential security issue.',
    '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
    '550 5.7.1 [HM08] Message rejected due to local policy.',
    '550 Administrative prohibition',
  ],
  [
    'notcompliantrfc',
    '550-5.7.1 Messages missing a valid From: header are not accepted',
    '554 5.6.0 not RFC 5322 compliant',
  ],
  [
    'securityerror',
    '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required',
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
  ],
];

/** Marks and sentences whose meaning stands in what the provider or the registry of codes publishes. */
const published: [InboundReason, ...string[]][] = [
  [
    'blocked',
    '554- (RTR:BL) see our page',
    '550 OU-001 mail from us was rejected',
    '550 5.7.506 Access Denied, Bad HELO',
  ],
  ['blocked', '554 You are not allowed to connect', '550 Too many invalid recipients'],
  ['requireptr', '554- (RTR:RD) see our page'],
  [
    'spamdetected',
    '554- (HVU:B1) see our page',
    '550 A URL in this email is listed somewhere',
    '550 Content reject. A1',
  ],
  ['speeding', '421 (DYN:T1) see our page', '550 5.2.121 limit of the hour', '550 5.1.90 daily limit for recipients'],
  ['networkerror', '554 5.4.14 Hop count', '450 4.4.316 Connection refused', 'connection with mx.y.example is broken'],
  ['expired', '550 5.4.300 Message expired'],
  ['failedstarttls', '550 5.7.321 starttls-not-supported', '550 5.7.325 certificate-host-mismatch'],
  ['securityerror', '550 5.7.8 what they say', '550 5.7.12 sender was not authenticated by organization'],
  ['contenterror', '550 5.6.11 bare line feeds', '552 MIME: REJECT of this message'],
  ['norelaying', '550 relaying to <p@y.example> prohibited', '500 Unauthorized relay', '550 we are not a gateway'],
  ['suspend', '550 User status is locked', '550 <name> is now disabled', '550 deactivated due to abuse'],
  ['filtered', '553 User refused to receive it', '550 The user does not accept mail in this character set'],
  ['rejected', '550 rejecting spoofed message', '541 5.4.1 Mail rejected by destination domain'],
  ['systemerror', '451 qq trouble in home directory'],
  ['rejected', '550 Verify mailfrom failed', '501 Sender email is not in our domain'],
  ['mailboxfull', '551 the destination mailbox <p@y.example> is full'],
  ['policyviolation', '550 password protected attachment', '550 Administratively prohibited'],
  [
    'systemerror',
    '451 System(u) busy, come again',
    '450 queue unavailable',
    '451 Mail server temporarily rejected message',
  ],
  ['exceedlimit', '452 Too many recipients', '451 out of allow RCPT numbers'],
  ['syntaxerror', '500 sequence error', '454 4.5.0 SMTP protocol violation, see RFC 3207'],
  ['networkerror', '552 looping message', '550 DNS query error'],
  ['norelaying', '553 this host denies relay'],
  ['mesgtoobig', '552 exceeded mailsize limit', '552 Message body is too big'],
  ['speeding', '552 too many similar mails'],
  ['securityerror', '451 auth error'],
  ['toomanyconn', '450 too frequent connects from 192.0.2.1'],
  ['policyviolation', '554 banned content', '550 Blacklisted kind of file extension'],
  ['blocked', '553 Mail from 192.0.2.1 permanently deferred', '550 Too many spams from your IP'],
  ['systemerror', '421 Unable to process connection now'],
];

describe('what servers answer', () => {
  it.each([...answers, ...published].flatMap(([reason, ...texts]) => texts.map((text) => [text, reason] as const)))(
    '%s: %s',
    (text, reason) => {
      expect(reasonOf(text)).toBe(reason);
    },
  );

  it('is believed of an unknown user where the address was asked for, and taken for a filter elsewhere', () => {
    const phrases = [
      'User unknown',
      'No such user here',
      'Requested action not taken: mailbox unavailable',
      'Invalid recipient',
      'I cannot deliver mail for <p@y.example>',
      'Mailbox unavailable or access denied',
      'Mailbox ( p@y.example ) not found',
      'The recipient cannot be verified',
      'No such mail drop',
      'unavailable mail user',
      'this user is marked as invalid',
      'not user of this server',
      'rcpt is rejected',
      '<p@y.example>: Recipient address rejected: Access denied',
      'utente sconosciuto',
      'нет такого пользователя',
      '用户不存在',
    ];
    expect(phrases.map((phrase) => reasonOf(`550 ${phrase}`, 'rcpt'))).toEqual(phrases.map(() => 'userunknown'));
    expect(phrases.map((phrase) => reasonOf(`550 ${phrase}`, 'data'))).toEqual(phrases.map(() => 'filtered'));
  });

  it('is read behind what Postfix writes before every refusal of a recipient, which says nothing by itself', () => {
    const answer = (text: string) => reasonOf(`550 5.0.0 <p@y.example>: Recipient address rejected: ${text}`, 'rcpt');
    expect(['User unknown', 'Access denied', 'Mailbox full', 'Something of ours'].map(answer)).toEqual([
      'userunknown',
      'userunknown',
      'mailboxfull',
      'onhold',
    ]);
  });

  it('gives way to what the report tells, where a provider answers as to a stranger', () => {
    const evidence = {
      action: null,
      status: null,
      channel: null,
      diagnostic: '550 user unknown',
      stage: 'data' as const,
    };
    expect(judgeEvidence({ ...evidence, context: "The user's account is disabled." }).reason).toBe('suspend');
  });

  it('says of whom is refused before a recipient is named that they are not wanted', () => {
    expect([reasonOf('554 go away', 'connect'), reasonOf('550 no', 'mail')]).toEqual(['blocked', 'rejected']);
  });

  it('is never hard for now, but for a person whom nobody knows in the end', () => {
    const kindOf = (diagnostic: string) =>
      judgeEvidence({ action: 'failed', status: null, channel: 'smtp', context: '', diagnostic }).kind;
    expect(kindOf('450 4.1.2 host unknown')).toBe('soft');
    expect(kindOf('450 4.1.1 user unknown')).toBe('hard');
    expect(kindOf('450 4.1.1 <p@y.example>: Recipient address rejected: unverified address: try later')).toBe('soft');
  });
});
