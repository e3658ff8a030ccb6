import { consentedVisitor, createClient } from './client.ts';

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

// A form within a page: it learns which page that is, and who its visitor is where they consented to being known.
const form = script?.dataset.form;
if (script && form) {
  const frame = document.createElement('iframe');
  const told = new URLSearchParams({ page: location.href, referrer: document.referrer, visitor: consentedVisitor() });
  frame.src = new URL(`/f/${form}?${told.toString()}`, script.src).href;
  frame.title = script.dataset.title ?? 'Form';
  frame.style.cssText = `width:100%;border:0;height:${parseInt(script.dataset.height ?? '', 10) || 640}px`;
  script.after(frame);
}
