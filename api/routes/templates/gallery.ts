import { z } from '@hono/zod-openapi';
import { gallery } from '../../../domain/templates/gallery/gallery.ts';
import { TemplateContent } from '../../../domain/templates/template.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, pageOf } from '../../schemas.ts';

const GalleryTemplate = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  content: TemplateContent,
});

const listRoute = createRoute({
  method: 'get',
  path: '/template-gallery',
  action: 'campaigns.read',
  tags: ['templates'],
  summary: 'Finished templates to begin from: POST /templates with `galleryKey` makes one of them yours',
  responses: { 200: json(pageOf(GalleryTemplate), 'All of them, with their content') },
});

/** /template-gallery: finished templates that everybody has. */
export function templateGalleryRoutes() {
  const app = newRouter();
  app.openapi(listRoute, (c) => {
    allow(c, 'campaigns.read');
    return c.json({ data: [...gallery], nextCursor: null }, 200);
  });
  return app;
}
