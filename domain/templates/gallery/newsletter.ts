import {
  button,
  columns,
  content,
  footer,
  heading,
  line,
  recommended,
  social,
  text,
  type GalleryTemplate,
} from './pieces.ts';

/** A letter with one main story and shorter ones. */
export const newsletter: GalleryTemplate = {
  key: 'newsletter',
  name: 'Newsletter',
  description: 'One main story, two short ones, and what each reader is likely to want next.',
  tags: ['newsletter'],
  content: content({
    subject: 'What we learned this month',
    preheader: 'One long read, two short ones, and something chosen for you.',
    look: {
      headingFont: 'serif',
      accent: '#9a3412',
      heading: '#1c1917',
      text: '#292524',
      ground: '#f5f0e8',
      radius: 2,
    },
    blocks: [
      text('The monthly letter', { align: 'center', padding: { y: 20, x: 24 } }),
      heading('What we learned this month', 1, { align: 'center' }),
      line({ colour: '#1c1917', thickness: 2 }),
      heading('Why the best teams write things down'),
      text([
        'Dear {person.firstName|reader},',
        'We asked forty teams how they make decisions that last. Those who write down why they decided something, and not only what, come back to it half as often.',
        'It takes a page and an afternoon. In the story you find the page that one of them uses, and what they left out after a year.',
      ]),
      button('Read the story', 'story', { align: 'start' }),
      line(),
      columns(
        [50, 50],
        [
          [
            heading('Short: the five-minute review', 3),
            text('A habit for Fridays that keeps lists short. [How it works](https://example.com/review)'),
          ],
          [
            heading('Short: asking better', 3),
            text('Seven questions that open a conversation. [Read them](https://example.com/questions)'),
          ],
        ],
      ),
      line(),
      heading('Chosen for you', 2),
      recommended('first'),
      social(),
      footer('You get this letter once a month because you asked for it.'),
    ],
  }),
};
