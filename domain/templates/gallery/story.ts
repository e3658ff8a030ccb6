import {
  button,
  columns,
  content,
  footer,
  heading,
  line,
  recommended,
  social,
  space,
  text,
  type GalleryTemplate,
} from './pieces.ts';

const cream = '#fef3c7';

/** Tells how a customer solved something. */
export const customerStory: GalleryTemplate = {
  key: 'customer-story',
  name: 'Customer story',
  description: 'How somebody like the reader solved something, with figures and their own words.',
  tags: ['story', 'customers'],
  content: content({
    subject: 'How a bakery with 60 people plans its weeks',
    preheader: 'From eleven lists to one, in their own words.',
    look: {
      headingFont: 'serif',
      bodyFont: 'serif',
      accent: '#92400e',
      heading: '#451a03',
      ground: '#fdf6ec',
      textSize: 17,
      radius: 4,
    },
    blocks: [
      text('A story from our customers', { padding: { y: 24, x: 24 } }),
      heading('From eleven lists to one', 1, { padding: { y: 4, x: 24 } }),
      text(
        [
          'Sixty people bake in three shifts. Until last spring, each shift had its own lists, and nobody knew what the others needed.',
          'Then they tried something simple: one list, on one screen, by the oven.',
        ],
        { padding: { y: 12, x: 24 } },
      ),
      space(20, { background: cream }),
      heading('“I go home on time now. That is the whole story, really.”', 2, { align: 'center', background: cream }),
      text('Marta Weiss, head of the night shift', { align: 'center', background: cream }),
      space(16, { background: cream }),
      columns(
        [33, 34, 33],
        [
          [heading('11 → 1', 2, { align: 'center' }), text('lists', { align: 'center' })],
          [heading('−40 %', 2, { align: 'center' }), text('bread thrown away', { align: 'center' })],
          [heading('2 weeks', 2, { align: 'center' }), text('until it ran', { align: 'center' })],
        ],
      ),
      button('Read how they did it', 'story'),
      line(),
      heading('More like this'),
      recommended('first'),
      social(),
      footer('You get this because you asked for stories of our customers.'),
    ],
  }),
};
