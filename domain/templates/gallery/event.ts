import { button, columns, content, footer, heading, hero, line, text, type GalleryTemplate } from './pieces.ts';

const violet = { accent: '#7e22ce', heading: '#3b0764', ground: '#f6f0fb', radius: 8, headingFont: 'rounded' } as const;

/** Invites to an event. */
export const eventInvitation: GalleryTemplate = {
  key: 'event-invitation',
  name: 'Event invitation',
  description: 'When, where, with whom and why, with one button to come.',
  tags: ['event', 'invitation'],
  content: content({
    subject: 'An evening about making hard things simple',
    preheader: 'Thursday 18 June, 18:00, in the old tram depot. You are invited.',
    look: violet,
    blocks: [
      hero('An evening about making hard things simple', ['Three talks, one long table, and time to meet.'], {
        background: '#4c1d95',
        textColour: '#ffffff',
      }),
      columns(
        [50, 50],
        [
          [heading('When', 3), text('Thursday, 18 June\n18:00 to 21:30')],
          [heading('Where', 3), text('The old tram depot\n12 Quay Street')],
        ],
      ),
      line({ colour: '#e9d5ff' }),
      text([
        'Dear {person.firstName|guest},',
        'Once a year we invite forty people who make complicated things easy for others. This time it is about plans that survive the first week.',
      ]),
      heading('Who speaks'),
      text([
        '- **Lena Brandt** on the plan that fits on a card',
        '- **Tomás Ruiz** on saying no kindly',
        '- **Aiko Mori** on what a hospital taught her about lists',
      ]),
      button('Yes, I am coming', 'come'),
      text('You cannot come? [Tell us](https://example.com/decline), and somebody else gets your seat.', {
        align: 'center',
      }),
      footer('You get this invitation because we know each other.'),
    ],
  }),
};

/** Thanks those who came to an event. */
export const eventFollowUp: GalleryTemplate = {
  key: 'event-follow-up',
  name: 'Event follow-up',
  description: 'Thanks those who came, with what was shown and a next step.',
  tags: ['event', 'follow-up'],
  content: content({
    subject: 'Thank you for coming',
    preheader: 'The slides, the recording, and the answer to the question that came up most.',
    look: violet,
    blocks: [
      heading('Thank you for coming', 1, { padding: { y: 28, x: 24 } }),
      text([
        'Dear {person.firstName|guest},',
        'It was a full house, and the talk at the long table went on until the lights went out. Here is everything that was promised.',
      ]),
      columns(
        [50, 50],
        [
          [
            heading('The slides', 3),
            text('All three talks, with the notes of the speakers.'),
            button('Get the slides', 'slides', { wide: true }),
          ],
          [
            heading('The recording', 3),
            text('Eighty minutes, with chapters to jump to.'),
            button('Watch it', 'recording', { wide: true }),
          ],
        ],
      ),
      line({ colour: '#e9d5ff' }),
      heading('What many asked', 3),
      text([
        '“How do we begin without stopping everything else?” With one team and one plan, for two weeks. [The page that we use for it](https://example.com/begin)',
      ]),
      text(
        '**One question back:** what should the next evening be about? [Two minutes are enough](https://example.com/next).',
        { background: '#f3e8ff', padding: { y: 20, x: 24 } },
      ),
      footer('You get this because you were our guest.'),
    ],
  }),
};
