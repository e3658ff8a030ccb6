import {
  copied,
  feedback,
  inTurn,
  report,
  reportInWords,
  toReturnPath,
  unsubscribeMail,
  type Letter,
} from './letters.ts';
import { mailgun, postmark, sendgrid, type ProviderCall } from './provider-calls.ts';

/** How somebody stands when all is over, in words that a table shows. */
export interface Fate {
  /** Status and reason of the message. */
  message: string;
  attempts: number;
  /** What is marked on the message. */
  marks: string[];
  member: 'Sent' | 'Responded';
  /** Reason and source. */
  suppressed: string | null;
  address: 'ok' | 'bounced';
  consent: 'granted' | 'denied';
  /** What is known to have happened, sorted. */
  events: string[];
  /** What is kept of what came back: way, kind and state, sorted. */
  kept: string[];
  /** Where they are in the drip; null: they never were in it. */
  drip: string | null;
  /** Points and grade, what they are for, and how they moved since everybody was scored first. */
  score: string;
  reasons: string[];
  moves: string[];
}

/** What of a fate is not as usual. */
type Turn = Partial<Omit<Fate, 'drip' | keyof Scored>>;

/** What of a fate follows from the rest of it. */
type Scored = Pick<Fate, 'score' | 'reasons' | 'moves'>;

/** What happens to a share of the people: how their mail server answers, and what comes back later, in this order. */
export interface Act {
  name: string;
  /** Of 200 people. */
  share: number;
  /** So many of them are in the drip, too. */
  inDrip?: number;
  smtp?: { reply: string; stage: 'rcpt' | 'dot'; times?: number };
  back?: readonly (Letter | ProviderCall)[];
  fate: Turn;
  /** Why the drip was left; those who are in it stay where it says nothing. */
  leaves?: string;
}

const gone = { suppressed: 'hard_bounce/delivery_report', address: 'bounced' } as const;
const bounced: Turn = { ...gone, marks: ['bounced'], events: ['bounce/hard'] };
const complained: Turn = {
  ...{ suppressed: 'complaint/feedback_loop', consent: 'denied', marks: ['complained'], events: ['complaint'] },
};
const unsubscribed: Turn = {
  ...{
    suppressed: 'unsubscribe/unsubscribe_mail',
    consent: 'denied',
    marks: ['unsubscribed'],
    events: ['unsubscribe'],
  },
};
const answered: Turn = { member: 'Responded', events: ['reply'], kept: ['smtp/reply/applied'] };

const unknownUser = { status: '5.1.1', diagnostic: '550 5.1.1 User unknown in virtual mailbox table' };
const delayed = report({ action: 'delayed', status: '4.4.1' });

const answers = [
  toReturnPath('Re: Spring is here', 'Please call me on Thursday.'),
  toReturnPath('AW: Spring is here', 'Das klingt gut, rufen Sie mich bitte an.'),
];

/** All that happens, to 200 people or a multiple of them. */
export const acts: readonly Act[] = [
  { name: 'silent', share: 34, inDrip: 8, fate: {} },
  // Refused at once.
  {
    ...{ name: 'unknown', share: 8, inDrip: 4, smtp: { reply: '550 5.1.1 no such user', stage: 'rcpt' } },
    fate: { message: 'failed smtp_550_5.1.1', suppressed: 'hard_bounce/smtp', address: 'bounced' },
    leaves: 'hard_bounce',
  },
  {
    ...{ name: 'blocked', share: 6, inDrip: 2, smtp: { reply: '550 5.7.1 blocked by policy', stage: 'rcpt' } },
    fate: { message: 'failed smtp_550_5.7.1' },
  },
  {
    ...{ name: 'spam', share: 4, smtp: { reply: '554 5.7.1 this looks like spam', stage: 'dot' } },
    fate: { message: 'failed smtp_554_5.7.1' },
  },
  {
    ...{ name: 'full', share: 4, inDrip: 1, smtp: { reply: '552 5.2.2 mailbox full', stage: 'rcpt' } },
    fate: { message: 'failed smtp_552_5.2.2' },
  },
  // Put off once, and taken then.
  {
    ...{
      name: 'greylisted',
      share: 6,
      smtp: { reply: '451 4.7.1 Greylisted, come back later', stage: 'rcpt', times: 1 },
    },
    fate: { attempts: 2 },
  },
  {
    ...{ name: 'busy', share: 4, smtp: { reply: '421 4.3.2 too busy', stage: 'rcpt', times: 1 } },
    fate: { attempts: 2 },
  },
  // Reports.
  {
    ...{ name: 'hard', share: 12, inDrip: 6, back: [report(unknownUser)], leaves: 'hard_bounce' },
    fate: { ...bounced, kept: ['smtp/hard/applied'] },
  },
  {
    ...{ name: 'hard-in-words', share: 4, back: [reportInWords] },
    fate: { ...bounced, kept: ['smtp/hard/applied'] },
  },
  {
    ...{ name: 'unknown-host', share: 4, inDrip: 1 },
    back: [report({ status: '5.1.2', diagnostic: '550 5.1.2 host unknown' })],
    // One is not enough to give an address up.
    fate: { marks: ['bounced'], events: ['bounce/hard'], kept: ['smtp/hard/applied'] },
  },
  {
    ...{ name: 'soft', share: 8, inDrip: 2 },
    back: [report({ status: '4.2.2', diagnostic: '452 4.2.2 mailbox full' })],
    fate: { events: ['bounce/soft'], kept: ['smtp/soft/applied'] },
  },
  {
    ...{ name: 'policy', share: 6, inDrip: 1 },
    back: [report({ status: '5.7.1', diagnostic: '550 5.7.1 message blocked, listed at a block list' })],
    fate: { events: ['bounce/policy'], kept: ['smtp/policy/applied'] },
  },
  {
    ...{ name: 'late', share: 4, back: [delayed, report({ action: 'delivered', status: '2.0.0' })] },
    fate: { events: ['delivered'], kept: ['smtp/delayed/noted', 'smtp/delivered/applied'] },
  },
  {
    ...{ name: 'late-hard', share: 4, inDrip: 2, back: [delayed, report(unknownUser)], leaves: 'hard_bounce' },
    fate: { ...bounced, kept: ['smtp/delayed/noted', 'smtp/hard/applied'] },
  },
  {
    ...{ name: 'hard-twice', share: 4, back: [report(unknownUser), report({ ...unknownUser, again: '2' })] },
    fate: { ...bounced, kept: ['smtp/hard/applied', 'smtp/hard/applied'] },
  },
  // Complaints.
  {
    ...{ name: 'complaint', share: 4, inDrip: 2, back: [feedback('abuse', 'return path')], leaves: 'complaint' },
    fate: { ...complained, kept: ['smtp/complaint/applied'] },
  },
  {
    ...{ name: 'complaint-redacted', share: 4, back: [feedback('abuse', 'fbl')] },
    fate: { ...complained, kept: ['smtp/complaint/applied'] },
  },
  {
    ...{ name: 'not-spam', share: 2, inDrip: 1, back: [feedback('not-spam', 'return path')] },
    fate: { kept: ['smtp/complaint/noted'] },
  },
  // What answers in a person's place.
  {
    ...{ name: 'away', share: 16, inDrip: 8 },
    back: [
      inTurn(
        [
          ['Out of office', 'I am back on Monday.'],
          ['Automatic reply: Spring is here', 'Thank you for your message. I am away until Monday.'],
          ['Abwesenheitsnotiz', 'Ich bin bis Montag nicht im Büro.'],
          ['Réponse automatique : absence', 'Je suis absent jusqu’à lundi.'],
          ['Respuesta automática', 'Estaré fuera de la oficina hasta el lunes.'],
          ['不在のお知らせ', '月曜日に戻ります。'],
          ['Автоответ: отпуск', 'Я в отпуске до понедельника.'],
          ['Risposta automatica: in ferie', 'Torno lunedì.'],
        ],
        'Auto-Submitted: auto-replied (vacation)\n',
      ),
    ],
    fate: { kept: ['smtp/auto_reply/noted'] },
  },
  {
    ...{ name: 'challenge', share: 4, inDrip: 1 },
    back: [
      toReturnPath(
        'Verification required',
        'Please confirm that you are a real person to have your message delivered.',
      ),
    ],
    fate: { kept: ['smtp/challenge/noted'] },
  },
  // People.
  {
    ...{ name: 'answer', share: 10, inDrip: 5, back: [answers[0]!], leaves: 'replied' },
    fate: answered,
  },
  {
    ...{
      name: 'answer-copied',
      share: 6,
      inDrip: 3,
      back: [copied('Re: Spring is here', 'Tell me more.')],
      leaves: 'replied',
    },
    fate: answered,
  },
  {
    ...{ name: 'answer-twice', share: 2, inDrip: 1, back: answers, leaves: 'replied' },
    fate: { ...answered, kept: ['smtp/reply/applied', 'smtp/reply/applied'] },
  },
  {
    ...{ name: 'unsubscribe', share: 8, inDrip: 4, back: [unsubscribeMail], leaves: 'unsubscribed' },
    fate: { ...unsubscribed, kept: ['smtp/unsubscribe/applied'] },
  },
  {
    ...{ name: 'unsubscribe-in-words', share: 4, inDrip: 1, leaves: 'unsubscribed' },
    back: [
      inTurn([
        ['Re: Spring is here', 'Please unsubscribe me.'],
        ['AW: Spring is here', 'Bitte abmelden.'],
        ['Désabonner', 'Merci.'],
        ['Re: Spring is here', 'Darme de baja, por favor.'],
      ]),
    ],
    fate: { ...unsubscribed, kept: ['smtp/unsubscribe/applied'] },
  },
  {
    ...{ name: 'not-understood', share: 2 },
    back: [
      {
        kind: 'mail',
        write: ({ to, returnPath }) => ({
          to: returnPath,
          from: to,
          raw: `From: ${to}\r\nSubject: Hello\r\n\r\nWho are you?\r\n`,
        }),
      },
    ],
    fate: { kept: ['smtp/unknown/review'] },
  },
  // Several of them, one after the other.
  {
    ...{
      name: 'answer-then-unsubscribe',
      share: 2,
      inDrip: 1,
      back: [answers[0]!, unsubscribeMail],
      leaves: 'replied',
    },
    fate: {
      ...unsubscribed,
      member: 'Responded',
      events: ['reply', 'unsubscribe'],
      kept: ['smtp/reply/applied', 'smtp/unsubscribe/applied'],
    },
  },
  {
    ...{ name: 'hard-then-complaint', share: 2, back: [report(unknownUser), feedback('abuse', 'return path')] },
    fate: {
      ...gone,
      consent: 'denied',
      marks: ['bounced', 'complained'],
      events: ['bounce/hard', 'complaint'],
      kept: ['smtp/complaint/applied', 'smtp/hard/applied'],
    },
  },
  {
    ...{
      name: 'unsubscribe-then-hard',
      share: 2,
      inDrip: 1,
      back: [unsubscribeMail, report(unknownUser)],
      leaves: 'unsubscribed',
    },
    fate: {
      ...gone,
      consent: 'denied',
      marks: ['bounced', 'unsubscribed'],
      events: ['bounce/hard', 'unsubscribe'],
      kept: ['smtp/hard/applied', 'smtp/unsubscribe/applied'],
    },
  },
  // By a provider.
  {
    ...{ name: 'provider-hard', share: 4, inDrip: 2, leaves: 'hard_bounce' },
    back: [sendgrid({ event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 5.1.1 User unknown' })],
    fate: { ...bounced, kept: ['webhook/hard/applied'] },
  },
  {
    ...{
      name: 'provider-complaint',
      share: 2,
      inDrip: 1,
      back: [sendgrid({ event: 'spamreport' })],
      leaves: 'complaint',
    },
    fate: { ...complained, kept: ['webhook/complaint/applied'] },
  },
  {
    ...{ name: 'provider-unsubscribe', share: 2, back: [sendgrid({ event: 'unsubscribe' })] },
    fate: { ...unsubscribed, kept: ['webhook/unsubscribe/applied'] },
  },
  {
    ...{ name: 'provider-late', share: 4 },
    back: [
      sendgrid({ event: 'deferred', response: '451 try again' }),
      sendgrid({ event: 'delivered', response: '250 ok' }),
    ],
    // Deliveries are applied and not kept: there are as many as messages.
    fate: { events: ['delivered'], kept: ['webhook/delayed/noted'] },
  },
  {
    ...{ name: 'both-hard', share: 4, inDrip: 1, leaves: 'hard_bounce' },
    back: [
      postmark({ RecordType: 'Bounce', Type: 'HardBounce', Details: 'smtp;550 5.1.1 User unknown' }),
      report(unknownUser),
    ],
    fate: { ...bounced, kept: ['smtp/hard/applied', 'webhook/hard/applied'] },
  },
  {
    ...{
      name: 'provider-policy',
      share: 2,
      back: [postmark({ RecordType: 'Bounce', Type: 'Blocked', Details: 'blocked' })],
    },
    fate: { events: ['bounce/policy'], kept: ['webhook/policy/applied'] },
  },
  {
    ...{ name: 'other-provider-complaint', share: 2, back: [mailgun('complained')] },
    fate: { ...complained, kept: ['webhook/complaint/applied'] },
  },
];

/** Somebody in the play: what happens to them, and how they stand then. */
export interface Player {
  email: string;
  act: Act;
  /** Which of their act they are. */
  n: number;
  isInDrip: boolean;
  fate: Fate;
}

const usual: Omit<Fate, 'drip' | keyof Scored> = {
  ...{ message: 'sent', attempts: 1, marks: [], member: 'Sent', suppressed: null, address: 'ok', consent: 'granted' },
  ...{ events: [], kept: [] },
};

/** What everybody starts from, what an answer is worth, and what it is that it answered a campaign: in points, as people are told. */
const points = { start: 20, answer: 25, response: 8 };

/** The score that the rule has to give for all this: of what happens here it looks at answers alone, however many mails they came in. */
function scoredBy({ events, member }: Pick<Fate, 'events' | 'member'>): Scored {
  const isAnswer = events.includes('reply');
  const isResponse = member === 'Responded';
  const reasons = [
    ...(isAnswer ? [`reply.ever +${points.answer}`] : []),
    ...(isResponse ? [`responses +${points.response}`] : []),
  ];
  const sum = points.start + (isAnswer ? points.answer : 0) + (isResponse ? points.response : 0);
  // Half of a hundred is a B, a quarter a C.
  const score = `${sum} ${sum >= 50 ? 'B' : sum >= 25 ? 'C' : 'D'}`;
  return { score, reasons, moves: isAnswer ? [`known: ${points.start} D to ${score}, ${reasons.join(', ')}`] : [] };
}

/** Everybody in the play, `people` of them (a multiple of 200). */
export function castOf(people: number): Player[] {
  const times = people / 200;
  return acts.flatMap((act) =>
    Array.from({ length: act.share * times }, (_, n) => {
      const isInDrip = n < (act.inDrip ?? 0) * times;
      const drip = isInDrip ? (act.leaves ? `exited ${act.leaves}` : 'active') : null;
      const fate = { ...usual, ...act.fate, drip };
      return { email: `${n}@${act.name}.example`, act, n, isInDrip, fate: { ...fate, ...scoredBy(fate) } };
    }),
  );
}
