import { z } from '@hono/zod-openapi';
import { Finding } from '../../domain/campaigns/preflight.ts';
import { mergeFields } from '../../domain/content/merge-data.ts';
import type { MessageReader, RenderSource } from '../../domain/content/renderer.ts';
import type { ApiDeps } from '../deps.ts';

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
  const [checked, shown] = await Promise.all([renderer.check(source), renderer.preview(source, reader)]);
  return { ...shown, ...checked, mergeFields: mergeFields(source.attributes) };
}
