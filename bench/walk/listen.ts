import type { Page, Request } from 'playwright-core';
import { answerFault, type FindingKind } from './findings.ts';

/** What a page has asked for and not yet got, without the streams that stay open. */
export type Open = Set<Request>;

/** Tells `note` of what goes wrong in a page, whoever sees it, and follows what it waits for. */
export function listen(page: Page, note: (kind: FindingKind, text: string) => void): Open {
  page.on('pageerror', (error) => note('page error', error.stack ?? error.message));
  page.on('crash', () => note('crash', 'the page crashed'));
  page.on('console', (message) => {
    // What does not come is told by its answer, with the address.
    const isTold = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isTold) note('console error', message.text());
  });
  page.on('response', (answer) => {
    const request = answer.request();
    const fault = answerFault(answer.status(), request.method());
    if (!fault) return;
    const path = answer
      .url()
      .replace(/^\w+:\/\/[^/]+/, '')
      .slice(0, 300);
    note(fault, `${answer.status()} to ${request.method()} ${path} ${(request.postData() ?? '').slice(0, 300)}`.trim());
  });
  page.on('dialog', (dialog) => void dialog.accept().catch(() => null));
  page.on('popup', (popup) => void popup.close().catch(() => null));
  return followRequests(page);
}

function followRequests(page: Page): Open {
  const open: Open = new Set();
  page.on('request', (request) => void (request.resourceType() === 'eventsource' || open.add(request)));
  page.on('requestfinished', (request) => void open.delete(request));
  page.on('requestfailed', (request) => void open.delete(request));
  // A page that is left takes along what it waited for.
  page.on('domcontentloaded', () => open.clear());
  return open;
}
