import { letterBody } from '../../../domain/content/letter.ts';

/** What a new message begins with: a letter whose one paragraph is to be written. */
export const starterMessage = letterBody(
  { paragraphs: ['Write here what you have to say.'], button: 'Read more' },
  'https://www.salescompass.test/',
);
