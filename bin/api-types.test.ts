import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { listOperations, type ApiDocument, type JsonSchema, type Operation } from '../test/security/operations.ts';
import { apiDocument, apiTypes } from './api-types.ts';

it('the UI has the types of the API as it is; `npm run api:types` makes them anew', async () => {
  const known = await readFile(new URL('../ui/src/lib/api-types.ts', import.meta.url), 'utf8');
  expect(known === (await apiTypes())).toBe(true);
});

it('no body takes a field that it does not know: a filter with a slip of the pen would be no filter', async () => {
  const document = (await apiDocument()) as unknown as ApiDocument;
  // But for events: senders in Segment's shape add fields of their own to every call.
  const strict = listOperations(document).filter(({ action }) => action !== 'writeKey');
  const lax = strict.flatMap(({ name, documented }) =>
    Object.entries(documented.requestBody?.content ?? {}).flatMap(([type, { schema }]) =>
      laxObjects(document, schema).map((path) => `${name} (${type}) ${path}`),
    ),
  );
  expect(lax).toEqual([]);
});

it('names If-Match and the ETag of every change but of what has no version', async () => {
  const document = (await apiDocument()) as unknown as ApiDocument;
  const changes = listOperations(document).filter(({ method }) => ['PATCH', 'PUT'].includes(method));
  const takes = ({ documented }: Operation) => documented.parameters?.some(({ name }) => name === 'If-Match') ?? false;
  expect(changes.filter((change) => !takes(change)).map(({ name }) => name.replace('/api/v1', ''))).toEqual([
    'PUT /installation/sending-limits/{domain}',
    'PUT /provider-hooks/{id}/key',
    'PUT /campaigns/{id}/costs/order',
    'PUT /exchange-rates',
    'PUT /holidays',
    'PUT /senders/{id}/warm-up',
    'PUT /campaigns/{id}/seed-sends/{seedSendId}/placement',
  ]);
  for (const { name, documented } of changes.filter(takes)) {
    const { 412: lost, ...answers } = documented.responses;
    const success = Object.entries(answers).find(([status]) => status.startsWith('2'))?.[1];
    expect([name, lost !== undefined, success?.headers?.['ETag'] !== undefined]).toEqual([name, true, true]);
  }
});

/** The places within a schema that are objects with fields and take others too. */
function laxObjects(document: ApiDocument, schema: JsonSchema, seen: readonly string[] = []): string[] {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const known = document.components?.schemas?.[name];
    return !known || seen.includes(name)
      ? []
      : laxObjects(document, known, [...seen, name]).map((path) => `${name}${path}`);
  }
  const within = [
    ...Object.entries(schema.properties ?? {}),
    ...(schema.items ? [['[]', schema.items] as const] : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map(
      (one, index) => [`|${index}`, one] as const,
    ),
    ...(typeof schema.additionalProperties === 'object' ? [['*', schema.additionalProperties] as const] : []),
  ];
  const own =
    schema.properties && schema.additionalProperties !== false ? [`: ${Object.keys(schema.properties).join(',')}`] : [];
  return [...own, ...within.flatMap(([name, one]) => laxObjects(document, one, seen).map((path) => `/${name}${path}`))];
}
