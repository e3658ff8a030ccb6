import { z } from 'zod';
import { Id } from '../ids.ts';

/** Most campaigns of one bulk request. */
export const campaignBulkLimit = 100;

const Tags = z.array(z.string().trim().min(1).max(50)).max(50);

/** The campaigns that something is done with. */
export const CampaignIds = z.array(Id).min(1).max(campaignBulkLimit);

/** What puts several campaigns in order at once: tags more or fewer, another owner, another parent. */
export const CampaignsOrder = z.strictObject({
  campaignIds: CampaignIds,
  addTags: Tags.optional(),
  removeTags: Tags.optional(),
  ownerId: Id.nullable().optional(),
  parentId: Id.nullable().optional(),
});

/** What puts campaigns in order, as parsed. */
export type CampaignsOrder = z.infer<typeof CampaignsOrder>;

/** What became of one campaign; `before` is what it takes to undo the change. */
export const CampaignBulkResult = z.object({
  campaignId: Id,
  result: z.enum(['done', 'unchanged', 'refused']),
  message: z.string().nullable(),
  before: z.object({ tags: z.array(z.string()), ownerId: z.string().nullable(), parentId: Id.nullable() }).nullable(),
});

/** What became of one campaign. */
export type CampaignBulkResult = z.infer<typeof CampaignBulkResult>;

/** The tags after some were added and others taken away; each once, in the order they came. */
export function tagsAfter(
  tags: readonly string[],
  { addTags = [], removeTags = [] }: Partial<CampaignsOrder>,
): string[] {
  return [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
}
