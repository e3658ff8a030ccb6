import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  countImageBytes,
  findImageByHash,
  insertTemplateImage,
  listTemplateImages,
  lockImages,
  type StoredImage,
} from '../../../db/queries/templates/images.ts';
import { Id } from '../../../domain/ids.ts';
import { DomainError } from '../../../domain/errors.ts';
import { mostImagesBytes } from '../../../domain/templates/image-file.ts';
import { ImageRoom, TemplateImage } from '../../../domain/templates/template-image.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, pageOf, PageQuery } from '../../schemas.ts';
import { imageAddress } from './image-address.ts';
import { fittedImage, readUploadedImage } from './read-image.ts';
import { newTenantToken } from '../../tenant-token.ts';

const tags = ['templates'];
const Shown = TemplateImage.openapi('TemplateImage');

const listRoute = createRoute({
  method: 'get',
  path: '/template-images',
  action: 'campaigns.read',
  tags,
  summary: 'Uploaded images, the newest first, with the room that all of them take',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(Shown).extend({ room: ImageRoom }), 'A page of images') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/template-images',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary:
    'Upload an image for messages: PNG, JPEG, GIF or WebP, 12 MB and 50 million pixels at most. It is kept upright, 1200 pixels wide at most and without what a camera noted; a GIF as it is, up to 2 MB. The same bytes are kept once; 409 where there is no room for more',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            additionalProperties: false,
            required: ['file'],
            properties: { file: { type: 'string', format: 'binary', description: 'The image' } },
          },
        },
      },
    },
  },
  responses: { 201: json(Shown, 'The image, with the address that readers load it from') },
});

/** Nothing is taken away to make room: mail that was sent long ago shows its pictures still. */
function noRoom(most: number): DomainError {
  const mb = Math.floor(most / 1024 / 1024);
  const message = `The pictures of your organisation take up the ${mb} MB that there are for them. Choose one that was uploaded before, or put this one on a web server of yours and give its address; whoever runs this installation can make more room.`;
  return new DomainError('conflict', message, [{ path: 'file', code: 'no_room', message }]);
}

/** /template-images: pictures for messages. */
export function templateImageRoutes({ database, config }: ApiDeps) {
  const app = newRouter();
  const most = config.imagesBytes ?? mostImagesBytes;

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const [rows, bytes] = await withTenant(database.db, tenantId, async (db) => [
      await listTemplateImages(db, { limit: limit + 1, before }),
      await countImageBytes(db),
    ]);
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map(shown), nextCursor, room: { bytes, most } }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const image = await readUploadedImage(c);
    const id = creationId(c);
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, actor.tenantId, work);
    const known = await inTenant((db) => findImageByHash(db, image.sha256));
    if (known) return c.json(shown(known), 201);
    const values = { ...(await fittedImage(image)), id, name: image.name, sha256: image.sha256 };
    const { token } = newTenantToken('template image', actor.tenantId);
    const stored = await inTenant(async (db) => {
      await lockImages(db);
      const isKept = (await findImageByHash(db, image.sha256)) !== undefined;
      if (!isKept && (await countImageBytes(db)) + values.data.length > most) throw noRoom(most);
      const kept = await insertTemplateImage(db, { ...values, token, createdByName: actor.name });
      const { name, contentType, bytes } = kept;
      const entity = { entityKind: 'template_image', entityId: kept.id };
      if (kept.id === id)
        await insertAudit(db, actor, { action: 'image.add', ...entity, after: { name, contentType, bytes } });
      return kept;
    });
    return c.json(shown(stored), 201);
  });
  return app;

  function shown({ token, ...image }: StoredImage): TemplateImage {
    return { ...image, url: imageAddress(config.publicUrl, token) };
  }
}
