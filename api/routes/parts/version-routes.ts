import { z } from '@hono/zod-openapi';
import { json, pageOf } from '../../schemas.ts';

/** Whether a new version is only looked at. */
export const VersionQuery = z.object({ dryRun: z.enum(['true', 'false']).default('false') });

/** What the list of the versions of a part answers. */
export function listedVersions<Version extends z.ZodType>(version: Version) {
  return { 200: json(pageOf(version), 'All versions; there is one page') };
}

/** What making a version of a part answers: what it would do, or the version. */
export function madeVersion<Preview extends z.ZodType, Version extends z.ZodType>(preview: Preview, version: Version) {
  return {
    200: json(preview, 'What it would do; nothing was saved'),
    201: json(version, 'It waits for somebody else to approve it; a former one that was approved needs nobody'),
  };
}
