import { createClient } from './client.ts';

// What a site loads. Calls that its pages made before it was here wait in the list that stands under the same name.
const script = document.currentScript as HTMLScriptElement | null;
const name = script?.dataset.name ?? 'sc';
const page = globalThis as unknown as Record<string, unknown>;
const waiting = page[name];
const key = script?.dataset.key ?? '';
if (script && key !== '') {
  const client = createClient({ key, endpoint: new URL('/api/v1/batch', script.src).href });
  page[name] = client;
  const calls = Array.isArray(waiting) ? (waiting as [keyof typeof client, ...unknown[]][]) : [];
  for (const [method, ...given] of calls) (client[method] as (...given: unknown[]) => void)(...given);
}
