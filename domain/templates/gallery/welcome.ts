import {
  button,
  columns,
  content,
  footer,
  heading,
  hero,
  social,
  space,
  text,
  type GalleryTemplate,
} from './pieces.ts';

const pale = '#eef2ff';

/** Greets somebody who has just signed up. */
export const welcome: GalleryTemplate = {
  key: 'welcome',
  name: 'Welcome',
  description: 'Greets somebody who has just signed up, and says what to do first.',
  tags: ['welcome', 'onboarding'],
  content: content({
    subject: 'Welcome to {{ tenant.name }}',
    preheader: 'Three things to do first, in about ten minutes.',
    look: { accent: '#4338ca', heading: '#1e1b4b', radius: 10 },
    blocks: [
      hero(
        'Good to have you here',
        ['You have signed up, and everything is ready. Here is how the first ten minutes are best spent.'],
        {
          background: '#312e81',
          textColour: '#ffffff',
        },
      ),
      space(8),
      text([
        'Hello {person.firstName|and welcome},',
        'Thank you for joining us. We write rarely, and only when there is something that saves you time. To begin with, three steps:',
      ]),
      columns(
        [14, 86],
        [
          [heading('1', 1)],
          [heading('Say who you are', 3), text('A name and a picture, so that colleagues know who they work with.')],
        ],
        { stacked: false },
      ),
      columns(
        [14, 86],
        [
          [heading('2', 1)],
          [
            heading('Bring what you have', 3),
            text('Import what you work on from a file. We tell you what was taken over and what was not.'),
          ],
        ],
        { stacked: false },
      ),
      columns(
        [14, 86],
        [
          [heading('3', 1)],
          [heading('Invite one colleague', 3), text('Two people see twice as much. An invitation takes one address.')],
        ],
        { stacked: false },
      ),
      button('Take the first step', 'start', { padding: { y: 24, x: 24 } }),
      text(['**Any question?** Answer this message. A person reads it, and writes back on the same day.'], {
        background: pale,
        padding: { y: 20, x: 24 },
      }),
      social(),
      footer('You get this because you signed up with us.'),
    ],
  }),
};
