import { plainContext, senderLine, type BlockContext } from '../domain/content/block-context.ts';
import { checkContent } from '../domain/content/checks.ts';
import type { MessageContent } from '../domain/content/content.ts';
import type { Finding } from '../domain/content/finding.ts';
import { liquidPieces } from '../domain/content/liquid.ts';
import type { MergeData } from '../domain/content/merge-data.ts';
import { confirmField, mergeFields, samplePerson } from '../domain/content/merge-data.ts';
import { itemFields, sampleItems, withRecommended } from '../domain/content/recommended-block.ts';
import { messageConditions, type MessageCondition } from '../domain/templates/conditions.ts';
import { mostLinks } from '../domain/tokens/token.ts';
import { everyBlock } from '../domain/templates/inside.ts';
import { blockName } from '../domain/templates/block-names.ts';
import { textOfBlocks } from './blocks/block-text.ts';
import { literalHtml } from './blocks/escape.ts';
import { liquidProblem } from './blocks/html-block.ts';
import { mjmlOfBlocks } from './blocks/message-mjml.ts';
import type { EditionLink, UtmParameters } from './edition-links.ts';
import { isTracked, LinkList, rewriteLinks } from './edition-links.ts';
import { textFromHtml, trackTextLinks } from './edition-text.ts';
import { escapeHtml, liquidEngine, mostCharacters, problemOf } from './liquid.ts';
import { markupFromHtml, markupFromMjml } from './markup.ts';
import { unfilledPart } from './preview.ts';
import { protectLiquid } from './protect-liquid.ts';

/** What an edition is built from. */
export interface EditionSource {
  content: MessageContent;
  tenant: { name: string; postalAddress: string };
  campaign: { name: string; utmId: string | null };
  /** The tenant's own attributes, which `person.attributes.<key>` may name. */
  attributes?: readonly { key: string; label: string }[];
  /** What a message of blocks is shown with; left out: a plain brand and no items. */
  surroundings?: BlockContext | undefined;
  /** Pixel, counted links and the hidden link; marketing messages have them unless told otherwise. */
  track?: boolean;
  /** It asks somebody to confirm a sign-up, and so may have the link for it. */
  asksToConfirm?: boolean;
  /** Parameters for web analytics; false adds none. By default source, medium, campaign and id. */
  utm?: UtmParameters | false;
}

/** A message as it goes out, the same for everyone: Liquid ready to be filled, MJML rendered, styles inlined, links replaced by their index. */
export interface Edition {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: EditionLink[];
  /** Conditions that are evaluated for each reader at the moment of sending, if there are any. */
  conditions?: MessageCondition[];
}

/** Many inboxes cut a message off behind this many bytes of HTML. */
const mostHtmlBytes = 102 * 1024;
const bodyStart = /<body\b(?:"[^"]*"|'[^']*'|[^"'<>])*>/i;
const hidden = 'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden';

/**
 * Builds the edition of a message and says what is wrong with it. With blocking findings the HTML may be empty; such an edition must not be sent.
 */
export async function buildEdition(source: EditionSource): Promise<Edition & { findings: Finding[] }> {
  const { campaign } = source;
  const content = written(source);
  const fields = [
    ...mergeFields(source.attributes ?? []),
    ...itemFields,
    ...(source.asksToConfirm ? [confirmField] : []),
  ];
  const { tenant, surroundings = plainContext } = source;
  const isBlocks = source.content.format === 'blocks';
  const checked = isBlocks ? withRecommended(source.content) : content;
  const findings = [...checkContent(checked, { fields, tenant, ...surroundings }), ...unreadable(source.content)];
  // Nothing may be left of blocks of HTML, once what mail may not hold is taken out.
  if (isBlocks && content.body === '' && !findings.some(({ code }) => code === 'empty_body'))
    findings.push({
      severity: 'blocking',
      code: 'empty_body',
      message: 'Nothing of the message can be shown: add a block.',
      where: 'html',
    });
  const edition: Edition = {
    subject: content.subject.trim(),
    preheader: content.preheader.trim(),
    html: '',
    text: '',
    links: [],
  };
  if (findings.some(({ code }) => code === 'include' || code === 'empty_body')) return { ...edition, findings };
  const template = protectLiquid(content.body, content.format === 'mjml' ? 'mjml' : 'html');
  const markup = content.format === 'mjml' ? await markupFromMjml(template) : markupFromHtml(template);
  if (markup.html === null) return { ...edition, findings: [...findings, ...markup.findings] };
  const track = source.track ?? content.messageClass === 'marketing';
  const list = new LinkList(source.utm === false ? {} : (source.utm ?? utmOf(campaign)));
  const rewritten = track ? await rewriteLinks(markup.html, list, template.restore) : markup.html;
  const made = () => template.restore(textFromHtml(template.withoutComments(rewritten)));
  edition.text =
    isBlocks && content.textBody === null
      ? blockText(source, track ? list : null)
      : textOf(content, made, track ? list : null);
  const html = withPreheader(template.restore(rewritten), edition.preheader);
  edition.html = track ? withTraps(html, list) : html;
  edition.links = list.links;
  const conditions = isBlocks ? messageConditions(source.content.blocks ?? []) : [];
  if (conditions.length > 0) edition.conditions = conditions;
  const known = new Set(findings.map(({ code }) => code));
  const tried = tryOut(edition, source).filter(({ code }) => code !== 'liquid' || !known.has('unknown_merge_field'));
  return { ...edition, findings: [...findings, ...tried] };
}

/** The message with a body of MJML or HTML: blocks are written out, and the places of what is recommended too. */
function written(source: EditionSource): MessageContent {
  const { content } = source;
  if (content.format !== 'blocks') return withRecommended(content);
  return withRecommended({ ...content, format: 'mjml', body: mjmlOfBlocks(content, contextOf(source)) });
}

/** Blocks of HTML whose Liquid cannot be read: they are shown as they were typed, and keep the message back. */
function unreadable({ format, blocks }: MessageContent): Finding[] {
  if (format !== 'blocks') return [];
  return everyBlock(blocks ?? []).flatMap((block): Finding[] => {
    const problem = block.kind === 'html' ? liquidProblem(block) : null;
    if (problem === null) return [];
    const message = `${blockName(block)}: its merge fields cannot be filled: ${problem}. Correct it, or take it out.`;
    return [{ severity: 'blocking', code: 'liquid', message, where: 'html', blockId: block.id }];
  });
}

/** The text part of a message of blocks, its links those of the HTML. */
function blockText(source: EditionSource, list: LinkList | null): string {
  const link = (url: string) => (list && isTracked(url) ? LinkList.marker(list.find(url)) : url);
  return textOfBlocks(source.content, contextOf(source), link);
}

function contextOf({ surroundings = plainContext, tenant }: EditionSource): BlockContext {
  return { ...surroundings, senderLine: senderLine(tenant) };
}

function textOf(content: MessageContent, made: () => string, list: LinkList | null): string {
  if (content.textBody === null) return made();
  const text = `${content.textBody.replace(/\r\n?/g, '\n').trim()}\n`;
  return list ? trackTextLinks(text, list) : text;
}

function utmOf(campaign: EditionSource['campaign']): UtmParameters {
  const name = campaign.name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return { utm_source: 'salescompass', utm_medium: 'email', utm_campaign: name, utm_id: campaign.utmId ?? '' };
}

/** The line that inboxes show beside the subject, followed by nothing visible, so that they do not go on with the body. */
function withPreheader(html: string, preheader: string): string {
  if (preheader === '') return html;
  const escaped =
    problemOf(preheader) === null
      ? liquidPieces(preheader)
          .map((piece) => (piece.kind === 'text' ? escapeHtml(piece.source) : piece.source))
          .join('')
      : literalHtml(preheader);
  const line = `<div style="${hidden}">${escaped}${'&zwnj;&nbsp;'.repeat(20)}</div>`;
  return html.replace(bodyStart, (body) => body + line);
}

/** The link that no person sees, and the pixel that tells of an opening. */
function withTraps(html: string, list: LinkList): string {
  let traps =
    '<img src="{{ openUrl }}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px">';
  const first = list.links[0];
  if (first && list.links.length < mostLinks) {
    const index = list.links.push({ url: first.url, label: '', honeypot: true }) - 1;
    traps = `<a href="${LinkList.marker(index)}" style="${hidden}" tabindex="-1" aria-hidden="true"></a>${traps}`;
  }
  const end = html.toLowerCase().lastIndexOf('</body');
  return end < 0 ? html + traps : html.slice(0, end) + traps + html.slice(end);
}

/** Renders the edition strictly for someone who does not exist. */
function tryOut(edition: Edition, source: EditionSource): Finding[] {
  const findings: Finding[] = [];
  const add = (severity: Finding['severity'], code: string, message: string, where: Finding['where']) =>
    findings.push({ severity, code, message, where });
  if (edition.links.length >= mostLinks)
    add('blocking', 'too_many_links', `A message can have ${mostLinks} links at most.`, 'html');
  const conditions = edition.conditions ?? [];
  const scope = sampleScope(source, { links: edition.links.length, conditions });
  for (const where of ['subject', 'preheader', 'text', 'html'] as const) {
    try {
      const rendered = String(
        liquidEngine({ html: where === 'html', strict: true }).parseAndRenderSync(edition[where], scope),
      );
      const bytes = Buffer.byteLength(rendered);
      if (bytes > mostCharacters) add('blocking', 'too_large', 'The message is far too large to be sent.', where);
      else if (where === 'html' && bytes > mostHtmlBytes) {
        add(
          'warning',
          'large',
          `The HTML has ${Math.round(bytes / 1024)} kB; some inboxes cut it off after 102 kB.`,
          where,
        );
      }
    } catch (error) {
      findings.push(unfilledPart(where, error));
    }
  }
  return findings;
}

function sampleScope(
  source: EditionSource,
  { links, conditions }: { links: number; conditions: readonly MessageCondition[] },
): MergeData & Record<string, unknown> {
  const attributes = Object.fromEntries((source.attributes ?? []).map(({ key }) => [key, 'x']));
  return {
    person: { ...samplePerson, attributes },
    tenant: source.tenant,
    campaign: { name: source.campaign.name },
    content: sampleItems,
    conditions: Object.fromEntries(conditions.map(({ id }) => [id, true])),
    unsubscribeUrl: 'https://unsubscribe.test/u',
    preferencesUrl: 'https://unsubscribe.test/p',
    confirmUrl: 'https://unsubscribe.test/confirm',
    openUrl: 'https://unsubscribe.test/o',
    links: Array.from({ length: links }, (_, index) => `https://unsubscribe.test/c/${index}`),
  };
}
