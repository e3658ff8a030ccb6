import { z } from '@hono/zod-openapi';
import { Finding } from '../../../domain/campaigns/preflight.ts';
import { mergeFields } from '../../../domain/content/merge-data.ts';
import type { MessageReader, RenderSource } from '../../../domain/content/renderer.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';

/** A message as somebody would get it, and what the checks say. */
export const ShownMessage = z.object({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  findings: z.array(Finding),
  htmlBytes: z.int(),
  mergeFields: z.array(z.object({ path: z.string(), label: z.string(), mayBeEmpty: z.boolean() })),
});

/** Renders a message for a reader, and checks it. */
export async function showMessage(
  { renderer }: Pick<ApiDeps, 'renderer'>,
  source: RenderSource,
  reader: MessageReader,
): Promise<z.infer<typeof ShownMessage>> {
  const [checked, { unfilled, ...shown }] = await Promise.all([
    renderer.check(source),
    renderer.preview(source, reader),
  ]);
  const isSaid = ({ where }: Finding): boolean =>
    checked.findings.some((said) => said.code === 'liquid' && said.where === where);
  // What cannot be filled for this reader alone is told too.
  const findings = [...checked.findings, ...unfilled.filter((part) => !isSaid(part))];
  return { ...shown, ...checked, findings, mergeFields: mergeFields(source.attributes) };
}

const partNames: Record<Finding['where'], string> = {
  subject: 'subject',
  preheader: 'preheader',
  sender: 'sender',
  html: 'message',
  text: 'text part',
};

/** Sends a message as a reader would get it to some addresses, marked as a test; refuses one whose merge fields cannot be filled, and says where. */
export async function sendTestMail(
  { renderer, sendSystemMail }: Pick<ApiDeps, 'renderer' | 'sendSystemMail'>,
  { source, reader, to }: { source: RenderSource; reader: MessageReader; to: readonly string[] },
): Promise<void> {
  const { unfilled, subject, text, html } = await renderer.preview(source, reader);
  const [part] = unfilled;
  if (part) throw new DomainError('invalid', `In the ${partNames[part.where]}: ${part.message} No test was sent.`);
  for (const address of to) await sendSystemMail({ to: address, subject: `[Test] ${subject}`, text, html });
}
