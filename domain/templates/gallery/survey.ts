import { button, columns, content, footer, heading, text, type GalleryTemplate } from './pieces.ts';

/** Beside each other on phones too, or the last answer would be far below the first. */
const twoByTwo = { stacked: false, padding: { y: 0, x: 12 } };
const grade = (label: string, path: string) => button(label, path, { wide: true });

/** Asks one question that is answered with a click. */
export const survey: GalleryTemplate = {
  key: 'survey',
  name: 'Survey',
  description: 'One question, answered with one click in the message.',
  tags: ['survey', 'feedback'],
  content: content({
    subject: 'One question, one click',
    preheader: 'How was it to work with us this month?',
    look: { accent: '#0369a1', heading: '#0c4a6e', ground: '#f0f9ff', radius: 8 },
    blocks: [
      heading('How was this month with us?', 1, { align: 'center', padding: { y: 36, x: 24 } }),
      text('Dear {person.firstName|customer}, one click is enough. Whoever looked after you reads every answer.', {
        align: 'center',
      }),
      columns([50, 50], [[grade('Great', 'answer?grade=4')], [grade('Good', 'answer?grade=3')]], twoByTwo),
      columns([50, 50], [[grade('So-so', 'answer?grade=2')], [grade('Bad', 'answer?grade=1')]], twoByTwo),
      text('Want to say more? The page that opens has room for it.', { align: 'center' }),
      text(
        [
          '**What came of the last answers:** you told us that invoices were hard to read. Since March they fit on one page.',
        ],
        { background: '#e0f2fe', padding: { y: 20, x: 24 } },
      ),
      footer('You get this once in three months because you are our customer.'),
    ],
  }),
};
