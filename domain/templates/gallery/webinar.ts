import { button, columns, content, footer, heading, hero, space, text, type GalleryTemplate } from './pieces.ts';

/** Reminds of a webinar that is near. */
export const webinarReminder: GalleryTemplate = {
  key: 'webinar-reminder',
  name: 'Webinar reminder',
  description: 'It begins soon: the time, the link, and what one will know afterwards.',
  tags: ['webinar', 'reminder'],
  content: content({
    subject: 'Tomorrow at 14:00: from list to plan in 40 minutes',
    preheader: 'Your link to join, and what to have at hand.',
    look: { accent: '#0f766e', heading: '#134e4a', ground: '#ecfdf5', radius: 6 },
    blocks: [
      hero('Tomorrow, 14:00', ['From list to plan in 40 minutes'], {
        background: '#115e59',
        textColour: '#ffffff',
      }),
      space(8),
      text(['Hello {person.firstName|there},', 'Your seat is kept. We begin on time, and end on time.']),
      button('Join the webinar', 'join', { wide: true }),
      columns(
        [50, 50],
        [
          [
            heading('You will see', 3),
            text(['- how a list becomes a plan', '- what to leave out', '- how to keep it alive']),
          ],
          [heading('Have at hand', 3), text(['- a list of your own', '- a pen', '- one question'])],
        ],
      ),
      text(
        'The button works from ten minutes before. If you cannot come, [get the recording](https://example.com/recording) afterwards.',
        { align: 'center' },
      ),
      footer('You get this because you registered for the webinar.'),
    ],
  }),
};
