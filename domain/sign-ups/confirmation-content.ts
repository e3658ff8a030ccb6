import { MessageContent } from '../content/content.ts';
import type { SignUpMessage } from './sign-up.ts';

/** The mail that asks for confirmation, as it is built: what the tenant wrote is text and no markup. */
export function confirmationContent({ subject, intro, senderId }: Omit<SignUpMessage, 'version'>): MessageContent {
  const paragraphs = intro
    .split(/\n\s*\n/)
    .map((paragraph) => `<mj-text>${asText(paragraph.trim()).replaceAll('\n', '<br />')}</mj-text>`);
  const body = `<mjml><mj-head><mj-attributes>
<mj-all font-family="Helvetica, Arial, sans-serif" /><mj-text font-size="15px" line-height="1.5" color="#1c2330" />
</mj-attributes></mj-head><mj-body><mj-section><mj-column>
<mj-text font-size="22px" line-height="1.3" font-weight="bold">${asText(subject)}</mj-text>
${paragraphs.join('\n')}
<mj-button href="{{ confirmUrl }}" align="left" background-color="#1f5fbf" font-size="15px" font-weight="bold" border-radius="8px">Yes, that was me</mj-button>
<mj-text font-size="13px" color="#566072">If it was not you, do nothing: without your confirmation we send you no newsletters and offers. The link works for seven days.</mj-text>
<mj-text font-size="12px" color="#566072">{{ tenant.name }}<br />{{ tenant.postalAddress }}</mj-text>
</mj-column></mj-section></mj-body></mjml>`;
  return MessageContent.parse({
    subject: withoutLiquid(subject),
    preheader: 'One press of a button, and nothing without it.',
    senderId,
    format: 'mjml',
    body,
    messageClass: 'transactional',
  });
}

/** Braces would be read as merge fields. */
function withoutLiquid(text: string): string {
  return text.replace(/\{\{|\}\}|\{%|%\}/g, '');
}

function asText(text: string): string {
  return withoutLiquid(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
