import { tableOf, type MadeIds } from './every-table.ts';

/** As much of an OpenAPI document as the walks read. */
export interface ApiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

interface DocumentedOperation {
  'x-action'?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  responses: Record<string, { headers?: Record<string, unknown> }>;
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** As much of a schema as the walks read. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  minItems?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  pattern?: string;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** One route of the document. */
export interface Operation {
  name: string;
  method: string;
  path: string;
  action: string | undefined;
  documented: DocumentedOperation;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Every route of the document. */
export function listOperations(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, documented]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        action: documented['x-action'],
        documented,
      })),
  );
}

/** The table that a parameter of a path names: `{id}` after `campaigns` and `{campaignId}` both mean campaigns. */
export function tableOfParameter(path: string, parameter: string): string {
  if (parameter !== 'id') return tableOf(parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const segments = path.split('/');
  const collection = segments[segments.indexOf('{id}') - 1] ?? '';
  return irregularCollections[collection] ?? collection.replaceAll('-', '_');
}

/** Collections whose table is called otherwise. */
const irregularCollections: Record<string, string> = {
  attributes: 'attribute_definitions',
  feeds: 'calendar_feeds',
  members: 'campaign_members',
  models: 'scoring_models',
  'saved-reports': 'reports',
  suggestions: 'segment_suggestions',
};

/** The names of a path's parameters in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

/** The path with every parameter replaced. */
export function fillPath(path: string, valueOf: (parameter: string) => string): string {
  return path.replace(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(valueOf(parameter)));
}

/** Bodies of routes with rules that a JSON schema does not say. */
const knownBodies: Record<string, unknown> = {
  'POST /api/v1/campaigns/{id}/drips/{dripId}/enrol': { personIds: ['0198c0de-0000-7000-8000-000000000000'] },
  'POST /api/v1/campaigns/{id}/drips/{dripId}/versions': { restore: 1 },
  'POST /api/v1/campaigns/{id}/nurtures/{nurtureId}/versions': { restore: 1 },
  'PATCH /api/v1/campaign-types/{id}': { name: 'Walked', statuses: [{ name: 'Sent', isDefault: true }] },
  'POST /api/v1/campaigns/{id}/nurtures/{nurtureId}/members': { personIds: ['0198c0de-0000-7000-8000-000000000000'] },
  'POST /api/v1/campaigns/{id}/members/bulk': { action: 'add', emails: ['walker@example.test'] },
};

/** A body that fits the route's schema as far as schemas say; ids in it are `ids` of the table that their name means. */
export function sampleBody(document: ApiDocument, { name, documented }: Operation, ids: MadeIds): unknown {
  const content = documented.requestBody?.content;
  if (!content) return undefined;
  const known = knownBodies[name];
  if (known) return known;
  if (content['multipart/form-data']) {
    const form = new FormData();
    form.set('file', new File(['Email\na@example.test\n'], 'people.csv', { type: 'text/csv' }));
    form.set('mapping', '{}');
    return form;
  }
  const schema = Object.values(content)[0]?.schema;
  return schema && sample({ document, ids }, schema, 'body');
}

/** The query that a route cannot do without. */
export function sampleQuery(document: ApiDocument, { documented }: Operation, ids: MadeIds): string {
  const required = (documented.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required);
  const query = required.map(({ name, schema }): [string, string] => [
    name,
    String(sample({ document, ids }, schema, name)),
  ]);
  return query.length === 0 ? '' : `?${new URLSearchParams(query).toString()}`;
}

interface Sampling {
  document: ApiDocument;
  ids: MadeIds;
}

function sample(by: Sampling, schema: JsonSchema, name: string): unknown {
  if (schema.$ref)
    return sample(by, by.document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const parts = schema.allOf;
  if (parts) return Object.assign({}, ...parts.map((part) => sample(by, part, name) as object));
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return sample(by, choice, name);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return sampleObject(by, schema);
  if (type === 'array') return schema.items ? [sample(by, schema.items, name.replace(/s$/, ''))] : [];
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
  if (type === 'boolean') return true;
  return type === 'string' ? sampleText(by, schema, name) : null;
}

/** Required fields, and every optional one that holds an id: those are what another tenant's ids are slipped into. */
function sampleObject(by: Sampling, schema: JsonSchema): Record<string, unknown> {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || /Ids?$/.test(name),
  );
  return Object.fromEntries(wanted.map(([name, property]) => [name, sample(by, property, name)]));
}

function sampleText({ ids }: Sampling, schema: JsonSchema, name: string): string {
  if (schema.format === 'uuid') return ids[tableOfParameter('', name)] ?? ids.tenants ?? '';
  if (schema.format === 'email') return 'walker@example.test';
  if (schema.format === 'date-time') return '2027-01-15T12:00:00Z';
  if (schema.format === 'date') return '2027-01-15';
  if (schema.format === 'uri') return 'https://example.test/';
  if (/currency/i.test(name)) return 'EUR';
  if (/timeZone/i.test(name)) return 'Europe/Berlin';
  return 'walked'.padEnd(schema.minLength ?? 0, 'd');
}
