import { button, columns, content, footer, heading, line, text, type GalleryTemplate } from './pieces.ts';

const row = (what: string, price: string) =>
  columns([70, 30], [[text(what)], [text(price, { align: 'end' })]], { stacked: false, padding: { y: 0, x: 12 } });

/** Confirms an order. */
export const receipt: GalleryTemplate = {
  key: 'order-confirmation',
  name: 'Order confirmation',
  description: 'What was ordered, what it costs and what happens next. To be sent as a transactional message.',
  tags: ['order', 'receipt', 'transactional'],
  content: content({
    subject: 'We have your order',
    preheader: 'What you ordered, what it costs, and when it comes.',
    look: { accent: '#111827', heading: '#111827', ground: '#f4f4f5', radius: 4 },
    blocks: [
      heading('Thank you, we have your order', 1, { padding: { y: 28, x: 24 } }),
      text('Dear {person.firstName|customer}, this is what you ordered. We write again when it ships.'),
      line(),
      row('The team, for a year', '€ 180.00'),
      row('A morning of help to begin with', '€ 120.00'),
      line(),
      row('Tax', '€ 57.00'),
      row('**Total**', '**€ 357.00**'),
      line(),
      columns(
        [50, 50],
        [
          [
            heading('Goes to', 3),
            text('{person.firstName|You}\n{person.company|Your address}\n{person.city|as you told us}'),
          ],
          [
            heading('What happens next', 3),
            text(['- today: your access', '- within two days: the invoice', '- next week: the morning of help']),
          ],
        ],
      ),
      button('Look at your order', 'order', { align: 'start' }),
      text('Something is wrong with it? Answer this message within 14 days, and we put it right.'),
      footer('You get this because you ordered something.'),
    ],
  }),
};
