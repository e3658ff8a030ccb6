import { button, columns, content, footer, heading, hero, line, text, type GalleryTemplate } from './pieces.ts';

/** Tells of something new. */
export const launch: GalleryTemplate = {
  key: 'product-launch',
  name: 'Product launch',
  description: 'Something new: what it is, what it changes, and where to try it.',
  tags: ['launch', 'product'],
  content: content({
    subject: 'It is here: planning that stays up to date',
    preheader: 'Six months of work, one afternoon of yours saved each week.',
    look: {
      ground: '#0b1120',
      surface: '#111827',
      text: '#d1d5db',
      muted: '#9ca3af',
      heading: '#ffffff',
      accent: '#34d399',
      onAccent: '#06281c',
      radius: 24,
    },
    blocks: [
      text('New today', { align: 'center', padding: { y: 24, x: 24 } }),
      hero(
        'Planning that stays up to date',
        ['When something moves, everything that depends on it moves along, and whoever is concerned hears of it.'],
        {
          button: ['See it at work', 'new'],
        },
      ),
      line({ colour: '#374151' }),
      columns(
        [33, 34, 33],
        [
          [heading('4 h', 1, { align: 'center' }), text('saved each week by teams who tried it', { align: 'center' })],
          [heading('0', 1, { align: 'center' }), text('dates to copy by hand', { align: 'center' })],
          [heading('1', 1, { align: 'center' }), text('place in which everybody looks', { align: 'center' })],
        ],
      ),
      line({ colour: '#374151' }),
      heading('What it changes for you'),
      text([
        '- Move one date, and the rest follows',
        '- See what a delay means before you agree to it',
        '- Undo all of it with one step',
      ]),
      text(
        'It is part of your plan already, {person.firstName|so there is nothing to buy}. Open it, and it asks which project to begin with.',
      ),
      button('Try it with a project', 'try', { wide: true }),
      footer('You get this because you use what we make.'),
    ],
  }),
};
