import { button, columns, content, footer, heading, hero, space, text, type GalleryTemplate } from './pieces.ts';

/** An offer for a season. */
export const seasonalOffer: GalleryTemplate = {
  key: 'seasonal-offer',
  name: 'Seasonal offer',
  description: 'An offer that ends on a day, said plainly.',
  tags: ['offer', 'season'],
  content: content({
    subject: 'Autumn prices until 31 October',
    preheader: 'A quarter less on everything that you need for a tidy year-end.',
    look: {
      accent: '#9a3412',
      heading: '#431407',
      ground: '#fff7ed',
      headingFont: 'rounded',
      bodyFont: 'rounded',
      radius: 12,
    },
    blocks: [
      hero('A quarter less, until 31 October', ['For everything that makes the end of the year tidy.'], {
        background: '#7c2d12',
        textColour: '#fff7ed',
      }),
      space(8),
      text([
        'Hello {person.firstName|there},',
        'The last weeks of a year are easier with a little help. Until the end of October, three of our sets cost a quarter less.',
      ]),
      columns(
        [33, 34, 33],
        [
          [heading('The starter', 3), text(['For one person', '**€ 45**\ninstead of € 60'])],
          [heading('The team', 3), text(['For up to ten', '**€ 180**\ninstead of € 240'])],
          [heading('The house', 3), text(['For everybody', '**€ 450**\ninstead of € 600'])],
        ],
        { background: '#ffedd5' },
      ),
      button('See what is in them', 'autumn', { wide: true, padding: { y: 20, x: 24 } }),
      text('Your code: **AUTUMN**. It holds once, until 31 October at 23:59.', { align: 'center' }),
      footer('You get this because you asked to hear of our offers.'),
    ],
  }),
};
