import {
  button,
  columns,
  content,
  footer,
  heading,
  hero,
  line,
  recommended,
  space,
  text,
  type GalleryTemplate,
} from './pieces.ts';

/** Asks somebody who has not been here for long whether they still want to hear from us. */
export const reEngagement: GalleryTemplate = {
  key: 're-engagement',
  name: 'Re-engagement',
  description: 'Asks somebody who has been silent for long whether to go on, honestly and once.',
  tags: ['re-engagement'],
  content: content({
    subject: 'Shall we go on writing to you?',
    preheader: 'One click says yes. If you do nothing, we stop.',
    look: {
      accent: '#be123c',
      heading: '#1f2937',
      bodyFont: 'humanist',
      headingFont: 'humanist',
      ground: '#fff1f2',
      radius: 30,
    },
    blocks: [
      heading('Shall we go on writing to you?', 1, { align: 'center', padding: { y: 36, x: 24 } }),
      text(
        [
          'Dear {person.firstName|reader},',
          'You have not opened our letters for some months. That is fine: inboxes are full, and interests change.',
          'If you would like to go on, say so. **If you do nothing, this is the last one.**',
        ],
        { padding: { y: 8, x: 24 } },
      ),
      button('Yes, keep writing', 'keep'),
      text('Or choose [fewer letters](https://example.com/fewer).', { align: 'center' }),
      line(),
      heading('What you would have missed', 3),
      recommended('first'),
      footer('You get this because you asked for our letters some time ago.'),
    ],
  }),
};

/** Says that a contract is about to end. */
export const renewal: GalleryTemplate = {
  key: 'renewal',
  name: 'Renewal',
  description: 'What somebody had of their contract so far, and how to go on.',
  tags: ['renewal', 'customers'],
  content: content({
    subject: 'Your plan ends on 30 June',
    preheader: 'What you had of it this year, and how to go on in one step.',
    look: { accent: '#1d4ed8', heading: '#0f2a5f', ground: '#eff4ff' },
    blocks: [
      hero('A good year together', ['Your plan ends on 30 June. Here is what came of it.'], {
        background: '#dbeafe',
        textColour: '#0f2a5f',
      }),
      space(8),
      text([
        'Dear {person.firstName|customer},',
        'Thank you for working with us. This is what your team at {person.company|your company} did since last summer:',
      ]),
      columns(
        [33, 34, 33],
        [
          [heading('128', 1, { align: 'center' }), text('plans finished', { align: 'center' })],
          [heading('9', 1, { align: 'center' }), text('colleagues on board', { align: 'center' })],
          [heading('31 h', 1, { align: 'center' }), text('of meetings saved', { align: 'center' })],
        ],
        { background: '#f8fafc' },
      ),
      button('Go on for another year', 'renew', { wide: true, padding: { y: 20, x: 24 } }),
      text([
        '**Nothing changes but the date.** The price stays, and what you have made stays yours, whatever you decide.',
        'Would another plan fit better? [Compare them](https://example.com/plans), or answer this message and we look at it together.',
      ]),
      footer('You get this because you are our customer.'),
    ],
  }),
};
