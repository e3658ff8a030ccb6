import { z } from '@hono/zod-openapi';
import { Id } from '../../../domain/ids.ts';
import { FileFormat, importEntities } from '../../../domain/imports/import.ts';
import { ContentMapping } from '../../../domain/imports/content-mapping.ts';
import { suggestContentMapping } from '../../../domain/imports/content-suggest.ts';
import { FormatChoice, ImportMapping } from '../../../domain/imports/mapping.ts';
import { OpportunityMapping } from '../../../domain/imports/opportunity-mapping.ts';
import { guessEntity, suggestOpportunityMapping } from '../../../domain/imports/opportunity-suggest.ts';
import { presets, type PresetName } from '../../../domain/imports/presets.ts';
import { suggestMapping } from '../../../domain/imports/suggest.ts';
import { invalidInput } from '../../errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { allowEntity, readEntity } from './create.ts';
import { jsonField, prepareFile, readImportForm } from './prepare.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

const Preview = z.object({
  fileId: Id,
  fileName: z.string(),
  bytes: z.int(),
  format: FileFormat,
  /** The first rows, cell by cell in the order of `format.columns`. */
  rows: z.array(z.array(z.string())),
  /** The product whose export this looks like. */
  preset: z.enum(presetNames).nullable(),
  presets: z.array(z.object({ name: z.enum(presetNames), label: z.string() })),
  /** What the rows seem to be, or what the caller said. */
  entity: z.enum(importEntities),
  /** For an import of `entity`. */
  suggestedMapping: z.union([ImportMapping, OpportunityMapping, ContentMapping]),
});

const previewRoute = createRoute({
  method: 'post',
  path: '/imports/preview',
  action: 'people.import',
  idempotent: true,
  tags: ['imports'],
  summary: 'Upload a file and see how it would be read; `fileId` then goes into POST /imports',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            additionalProperties: false,
            properties: {
              file: { type: 'string', format: 'binary', description: 'The file; or send fileId' },
              fileId: { type: 'string', format: 'uuid', description: 'A file that was uploaded before' },
              entity: {
                type: 'string',
                enum: [...importEntities],
                description: 'What the rows are; found out where it is left out',
              },
              format: {
                type: 'string',
                description: 'JSON: encoding, delimiter, header, where they should not be as detected',
              },
            },
          },
        },
      },
    },
  },
  responses: { 200: json(Preview, 'How the file would be read') },
});

/** What a file looks like before it is imported. */
export function importPreviewRoutes(_deps: ApiDeps) {
  const app = newRouter();
  app.openapi(previewRoute, async (c) => {
    const actor = allow(c, 'people.import');
    const { fields, fileId } = await readImportForm(c, actor, ['entity', 'format']);
    const choice = FormatChoice.safeParse(fields['format'] ? jsonField(fields, 'format') : {});
    if (!choice.success) throw invalidInput(choice.error, 'format');
    const { file, format, rows } = await prepareFile(c, actor, { fileId, choice: choice.data });
    const entity = readEntity(fields) ?? guessEntity(format.columns);
    allowEntity(c, entity);
    const { preset, mapping } = suggestions[entity](format.columns, rows);
    const answer = {
      fileId,
      fileName: file.name,
      bytes: file.bytes,
      format,
      rows: rows.slice(0, 20),
      preset,
      presets: presetNames.map((name) => ({ name, label: presets[name].label })),
      entity,
      suggestedMapping: { ...mapping, format: choice.data },
    };
    return c.json(answer, 200);
  });
  return app;
}

function suggestPeople(columns: string[], rows: string[][]) {
  const { preset, mapping } = suggestMapping(columns, rows);
  const fields = mapping.fields.length > 0 ? mapping.fields : [{ column: columns[0], to: 'email' }];
  return { preset, mapping: ImportMapping.parse({ ...mapping, fields }) };
}

function suggestOpportunities(columns: string[], rows: string[][]) {
  const { preset, mapping } = suggestOpportunityMapping(columns, rows);
  const fields = mapping.fields.length > 0 ? mapping.fields : [{ column: columns[0], to: 'externalId' }];
  return { preset, mapping: OpportunityMapping.parse({ ...mapping, fields }) };
}

function suggestContent(columns: string[], rows: string[][]) {
  const mapping = suggestContentMapping(columns, rows);
  const fields = mapping.fields.length > 0 ? mapping.fields : [{ column: columns[0], to: 'url' }];
  return { preset: null, mapping: ContentMapping.parse({ ...mapping, fields }) };
}

const suggestions = { people: suggestPeople, opportunities: suggestOpportunities, content: suggestContent } as const;
