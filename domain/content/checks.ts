import { checkBlocks } from '../templates/checks/check-blocks.ts';
import { plainContext, type BlockContext } from './block-context.ts';
import type { MessageContent } from './content.ts';
import type { Finding } from './finding.ts';
import { checkLinks } from './link-checks.ts';
import { liquidPieces } from './liquid.ts';
import { checkMergeFields } from './merge-checks.ts';
import { seenOf } from './seen.ts';
import { checkWording } from './wording-checks.ts';
import type { MergeField } from './merge-data.ts';

/** What the checks know beside the message itself; of a message of blocks also what these are shown with. */
export interface CheckContext extends Partial<BlockContext> {
  /** `mergeFields(attributes of the tenant)` */
  fields: readonly MergeField[];
  tenant: { postalAddress: string };
}

/** Everything that can be said about a message from its source alone, without building it and without asking the network. */
export function checkContent(content: MessageContent, context: CheckContext): Finding[] {
  const parts: [Finding['where'], string][] = [
    ['subject', content.subject],
    ['preheader', content.preheader],
    ...(content.format === 'blocks' ? [] : ([['html', content.body]] as [Finding['where'], string][])),
    ['text', content.textBody ?? ''],
  ];
  const about = [
    ...checkSubject(content.subject),
    ...checkPreheader(content.preheader),
    ...checkWording(content.subject, 'subject'),
  ];
  if (content.format === 'blocks') {
    return [
      ...about,
      ...parts.flatMap(([where, template]) => checkMergeFields(template, where, context.fields)),
      ...checkBlocks(content, { ...plainContext, ...context }),
      ...(content.messageClass === 'marketing' ? checkTextDuties(content) : []),
    ];
  }
  return [
    ...about,
    ...checkBody(content),
    ...parts.flatMap(([where, template]) => checkMergeFields(template, where, context.fields)),
    ...checkLinks(content.body),
    ...(content.messageClass === 'marketing' ? checkDuties(content, context) : []),
  ];
}

function checkSubject(subject: string): Finding[] {
  const where = 'subject';
  if (subject.trim() === '') {
    return [{ severity: 'blocking', code: 'empty_subject', message: 'The message has no subject.', where }];
  }
  const length = lengthOf(subject);
  return length > 70
    ? [
        {
          severity: 'warning',
          code: 'long_subject',
          message: `The subject has ${length} characters; many inboxes cut it off after 70.`,
          where,
        },
      ]
    : [];
}

function checkPreheader(preheader: string): Finding[] {
  const where = 'preheader';
  if (preheader.trim() === '') {
    const message = 'Without a preheader, inboxes show the first words of the body beside the subject.';
    return [{ severity: 'warning', code: 'no_preheader', message, where }];
  }
  const length = lengthOf(preheader);
  return length > 140
    ? [
        {
          severity: 'warning',
          code: 'long_preheader',
          message: `The preheader has ${length} characters; inboxes show 140 at most.`,
          where,
        },
      ]
    : [];
}

function checkBody(content: MessageContent): Finding[] {
  const where = 'html';
  const findings: Finding[] = [];
  const add = (severity: Finding['severity'], code: string, message: string) =>
    findings.push({ severity, code, message, where });
  if (!hasContent(content.body)) {
    add('blocking', 'empty_body', 'The message has no body.');
  }
  if (/<mj-include\b/i.test(content.body))
    add('blocking', 'include', '<mj-include> cannot be used: put the content in the message.');
  if (/<(?:script|iframe|object|embed|form)\b/i.test(content.body)) {
    add(
      'blocking',
      'active_content',
      'Scripts, frames and forms do not work in mail and make it look dangerous: remove them.',
    );
  }
  const images = content.body.match(/<(?:img|mj-image)\b(?:"[^"]*"|'[^']*'|[^"'<>])*>/gi) ?? [];
  const silent = images.filter((image) => !/\salt\s*=/i.test(image)).length;
  if (silent > 0)
    add(
      'warning',
      'missing_alt',
      `${silent} of ${images.length} images have no alt text for people who do not see them.`,
    );
  return findings;
}

/** Whether there is text or an image for a reader; heads, style sheets and markup do not count. */
function hasContent(body: string): boolean {
  const lower = body.toLowerCase();
  for (let at = 0; at < lower.length;) {
    const start = lower.indexOf('<', at);
    if (lower.slice(at, start < 0 ? undefined : start).trim() !== '') return true;
    if (start < 0 || /^<(?:mj-)?im/.test(lower.slice(start, start + 7))) return start >= 0;
    const name = /^<(mj-head|head|style|title)\b(?!er)/.exec(lower.slice(start, start + 10))?.[1];
    const end = lower.indexOf(name ? `</${name}` : '>', start);
    if (end < 0) return false;
    at = name ? lower.indexOf('>', end) + 1 || lower.length : end + 1;
  }
  return false;
}

/** What the law wants in every marketing mail: a way out and the sender's postal address. */
function checkDuties(content: MessageContent, context: CheckContext): Finding[] {
  const where = 'html';
  const findings: Finding[] = [];
  const body = seenOf(content.body);
  if (!isUsed(body, 'unsubscribeUrl')) {
    const message = 'The message has no unsubscribe link: add <a href="{{ unsubscribeUrl }}">Unsubscribe</a>.';
    findings.push({ severity: 'blocking', code: 'no_unsubscribe', message, where });
  }
  const address = plain(context.tenant.postalAddress);
  if (address === '') {
    const message = 'The postal address is empty: fill it in under Settings → Organisation.';
    findings.push({ severity: 'blocking', code: 'postal_address_empty', message, where });
  } else if (!isUsed(body, 'tenant.postalAddress') && !plain(body.replace(/<[^<>]*>/g, ' ')).includes(address)) {
    const message = 'The message does not show the postal address: add {{ tenant.postalAddress }}.';
    findings.push({ severity: 'blocking', code: 'no_postal_address', message, where });
  }
  return [...findings, ...checkTextDuties(content)];
}

/** A text part that was written by hand needs the way out too. */
function checkTextDuties({ textBody }: MessageContent): Finding[] {
  if (textBody === null || isUsed(textBody, 'unsubscribeUrl')) return [];
  const message = 'The text part has no unsubscribe link: add {{ unsubscribeUrl }}.';
  return [{ severity: 'blocking', code: 'no_unsubscribe', message, where: 'text' }];
}

function isUsed(template: string, path: string): boolean {
  return liquidPieces(template).some((piece) => piece.kind === 'output' && piece.inner.split(/[\s|]/)[0] === path);
}

function plain(text: string): string {
  return text
    .replace(/[\s,]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Characters a reader sees; a merge field counts as a short word. */
function lengthOf(template: string): number {
  return liquidPieces(template).reduce(
    (sum, piece) => sum + (piece.kind === 'text' ? [...piece.source].length : piece.kind === 'output' ? 8 : 0),
    0,
  );
}
