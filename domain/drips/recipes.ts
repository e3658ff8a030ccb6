import type { DripDefinition } from './definition.ts';
import { before, days, didClick, frame, onDate, onList, send, takeOff, type RecipeInput } from './recipe-steps.ts';

/** A drip to start from: what it is for, and its complete definition. */
export interface Recipe {
  id: RecipeId;
  name: string;
  purpose: string;
  /** Who comes in by themselves: the people of a list, or those of whom a date draws near. */
  entry: 'list' | 'date';
  build: (input: RecipeInput) => DripDefinition;
}

/** How recipes are named. */
export type RecipeId = 'welcome' | 'reengagement' | 'renewal' | 'eventFollowUp';

/** The recipes in the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  {
    id: 'welcome',
    name: 'Welcome',
    purpose: 'Three letters in nine days for people who have just come: a greeting, a first step, and help.',
    entry: 'list',
    build: (input) => ({
      ...frame(onList(input, false)),
      steps: [
        send(input, 'hello', 'Greeting', {
          subject: 'Welcome to {{ tenant.name }}',
          preheader: 'What you can expect from us',
          paragraphs: [
            'thank you for joining us. You will hear from us three times in the coming days, and then only when there is something worth your time.',
            'The best place to begin is our short introduction.',
          ],
          button: 'See the introduction',
        }),
        days('rest', 3),
        didClick('began', 'hello', { yes: 'more', no: 'nudge' }),
        {
          ...send(input, 'more', 'For those who began', {
            subject: 'Your next step',
            preheader: 'Three things that others did next',
            paragraphs: [
              'you have had a look around. Most people go on from here by choosing the one thing they want to get done first.',
              'We have put the three most useful ways to begin on one page.',
            ],
            button: 'Choose where to go on',
          }),
          next: 'pause',
        },
        send(input, 'nudge', 'For those who did not', {
          subject: 'A good place to begin',
          preheader: 'It takes five minutes',
          paragraphs: [
            'the introduction takes five minutes, and it shows what others found most useful.',
            'If now is not the time, keep this letter: the link stays where it is.',
          ],
          button: 'Take the five minutes',
        }),
        days('pause', 6),
        send(input, 'help', 'Offer of help', {
          subject: 'Is there anything we can help with?',
          preheader: 'Just answer this message',
          paragraphs: [
            'this is the last letter of our welcome. If a question is still open, answer this message: a person reads it.',
          ],
          button: 'Find answers',
        }),
      ],
    }),
  },
  {
    id: 'reengagement',
    name: 'Re-engagement',
    purpose: 'Two letters to people who have been silent; who does not answer leaves the list that they came from.',
    entry: 'list',
    build: (input) => ({
      ...frame(onList(input, true)),
      steps: [
        send(input, 'missed', 'What you missed', {
          subject: 'What is new since you were last here',
          preheader: 'The short version',
          paragraphs: [
            'we have not heard from you for a while. A good deal has changed, and the short version fits on one page.',
          ],
          button: 'See what is new',
        }),
        days('rest', 7),
        didClick('back', 'missed', { yes: 'returned', no: 'last' }),
        { key: 'returned', name: 'They are back', kind: 'goal' },
        send(input, 'last', 'The last question', {
          subject: 'Shall we go on writing to you?',
          preheader: 'One click is enough',
          paragraphs: [
            'we would rather write to you seldom than unasked. If you want to go on hearing from us, press the button.',
            'If you do nothing, we stop.',
          ],
          button: 'Yes, go on',
        }),
        days('grace', 7),
        didClick('stays', 'last', { yes: 'kept', no: input.listId === null ? null : 'tidy' }),
        { key: 'kept', name: 'They stay', kind: 'goal' },
        ...(input.listId === null ? [] : [takeOff('tidy', input.listId)]),
      ],
    }),
  },
  {
    id: 'renewal',
    name: 'Renewal',
    purpose:
      'Reminds people 60 days, 30 days and a week before a date of theirs, every year, and tells the owner in the last week.',
    entry: 'date',
    build: (input) => ({
      ...frame(onDate(input, -60)),
      reentry: { allowed: true, afterDays: 180 },
      steps: [
        send(input, 'early', 'Sixty days before', {
          subject: 'Your renewal is in two months',
          preheader: 'Nothing to do yet',
          paragraphs: [
            'your contract is up for renewal in two months. There is nothing to do yet; this is the time to change what no longer fits.',
          ],
          button: 'Look at your contract',
        }),
        before(input, 'untilThirty', -30),
        send(input, 'middle', 'Thirty days before', {
          subject: 'One month until your renewal',
          preheader: 'Renew now or change something',
          paragraphs: ['one month is left. You can renew now with two clicks, or tell us what you would like changed.'],
          button: 'Renew now',
        }),
        before(input, 'untilSeven', -7),
        didClick('renewed', 'middle', { yes: null, no: 'owner' }),
        {
          key: 'owner',
          name: 'Tell the owner',
          kind: 'notifyOwner',
          text: 'A week is left and they have not renewed: a call helps more than another letter.',
        },
        send(input, 'late', 'A week before', {
          subject: 'Your contract ends next week',
          preheader: 'What happens then',
          paragraphs: [
            'your contract ends in a week. Renew it and everything stays as it is; otherwise answer this message and we will find a way.',
          ],
          button: 'Keep everything as it is',
        }),
      ],
    }),
  },
  {
    id: 'eventFollowUp',
    name: 'Event follow-up',
    purpose: 'Thanks the guests of an event, sends what was shown, and asks those who looked for a conversation.',
    entry: 'list',
    build: (input) => ({
      ...frame(onList(input, true)),
      steps: [
        { key: 'nextDay', name: 'The next day', kind: 'wait', until: { kind: 'duration', amount: 1, unit: 'days' } },
        send(input, 'thanks', 'Thank you', {
          subject: 'Thank you for coming',
          preheader: 'What was shown, to keep',
          paragraphs: [
            'it was good to have you with us. Everything that was shown is on one page, together with the questions that were asked.',
          ],
          button: 'See what was shown',
        }),
        { key: 'rest', name: '', kind: 'wait', until: { kind: 'duration', amount: 3, unit: 'businessDays' } },
        didClick('looked', 'thanks', { yes: 'talk', no: 'again' }),
        {
          ...send(input, 'talk', 'For those who looked', {
            subject: 'Would a conversation help?',
            preheader: 'Twenty minutes with somebody who knows',
            paragraphs: [
              'you had a look at what was shown. If you want to see it with your own data, twenty minutes with one of us are enough.',
            ],
            button: 'Find a time',
          }),
          next: null,
        },
        send(input, 'again', 'For those who did not', {
          subject: 'In case it got lost: what was shown',
          preheader: 'The three things people asked about',
          paragraphs: ['these are the three things that people asked about most, with the answers.'],
          button: 'Read the answers',
        }),
      ],
    }),
  },
];
