import type { MessageContent } from './content.ts';

/** A message that nothing is written in yet, with everything else as it is where nobody says otherwise. */
export const emptyMessage: MessageContent = {
  subject: '',
  preheader: '',
  senderId: null,
  replyTo: null,
  format: 'mjml',
  body: '',
  blocks: null,
  look: null,
  textBody: null,
  messageClass: 'marketing',
  topicId: null,
};
