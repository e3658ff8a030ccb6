import { button, columns, content, footer, heading, line, text, type GalleryTemplate } from './pieces.ts';

/** Tips for somebody's second week. */
export const onboardingTips: GalleryTemplate = {
  key: 'onboarding-tips',
  name: 'Onboarding tips',
  description: 'Three habits for the second week, each with where to find it.',
  tags: ['onboarding', 'tips'],
  content: content({
    subject: 'Three things that most people find too late',
    preheader: 'Each of them takes a minute, and saves an hour.',
    look: { accent: '#166534', heading: '#14532d', ground: '#f0fdf4', radius: 6 },
    blocks: [
      heading('Three things that most people find too late', 1, { padding: { y: 28, x: 24 } }),
      text('Hello {person.firstName|there}, you have been with us for a week. These three are worth knowing now.'),
      line({ colour: '#bbf7d0', thickness: 2 }),
      columns(
        [62, 38],
        [
          [heading('Search for everything', 3), text('Press / on any page, and type what you remember of it.')],
          [button('Try it', 'search', { wide: true })],
        ],
      ),
      columns(
        [62, 38],
        [
          [
            heading('Save what you look at often', 3),
            text('A view keeps filters and columns, and its link can be sent.'),
          ],
          [button('Make a view', 'views', { wide: true })],
        ],
      ),
      columns(
        [62, 38],
        [
          [heading('Let it come to you', 3), text('Once a week, in your inbox, at the hour that you choose.')],
          [button('Choose the hour', 'digest', { wide: true })],
        ],
      ),
      line({ colour: '#bbf7d0', thickness: 2 }),
      text('Is something else hard to find? Answer this message, and the next version of it helps others too.'),
      footer('You get this in your first weeks with us.'),
    ],
  }),
};
