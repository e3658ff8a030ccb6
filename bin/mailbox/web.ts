import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import { mailboxPage } from './page.ts';
import type { MailFilter, MailStore } from './store.ts';

// The program's own page may run its script; a mail shown in a frame may run nothing, but loads its pictures as a mail program would.
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-src 'self'";
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *";

/**
 * The mailbox in a browser and as JSON: `GET /api/messages?to&q&after&before&limit`, `GET /api/count?to&q`,
 * `GET /api/messages/{id}` (headers, text, html, links), `GET /api/messages/{id}/raw`, `DELETE /api/messages`.
 */
export async function startWeb(store: MailStore, listen: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    answer(store, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return server;
}

async function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mailbox');
  const [, first, second, third, fourth] = url.pathname.split('/');
  if (request.method === 'DELETE' && url.pathname === '/api/messages') {
    // A page of another origin cannot send this header without being asked first, and is not answered then.
    if (request.headers['x-requested-with'] === undefined)
      return void json(response, 403, { error: 'Send X-Requested-With.' });
    await store.wipe();
    return void json(response, 200, { count: 0 });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void json(response, 405, { error: 'Only GET and DELETE.' });
  if (url.pathname === '/') return void send(response, 'text/html; charset=utf-8', mailboxPage, pagePolicy);
  if (url.pathname === '/healthz') return void json(response, 200, { status: 'ok' });
  if (url.pathname === '/api/count') return void json(response, 200, { count: store.countOf(filterOf(url)) });
  if (url.pathname === '/api/messages') {
    const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 50) || 50, 1), 1000);
    return void json(response, 200, { data: store.list(filterOf(url), limit), count: store.countOf(filterOf(url)) });
  }
  const raw = first === 'api' && second === 'messages' ? await store.raw(Number(third)) : undefined;
  if (!raw) return void json(response, 404, { error: 'There is no such mail.' });
  if (fourth === 'raw') return void send(response, 'text/plain; charset=utf-8', raw, mailPolicy);
  const mail = await simpleParser(raw, { skipImageLinks: true });
  if (fourth === 'html') {
    const html = mail.html || `<pre>${mail.textAsHtml ?? ''}</pre>`;
    return void send(response, 'text/html; charset=utf-8', `<base target="_blank">${html}`, mailPolicy);
  }
  json(response, 200, {
    ...store.find(Number(third)),
    headers: mail.headerLines.map(({ line }) => line),
    text: mail.text ?? '',
    html: mail.html || null,
    links: linksIn(mail.html || ''),
  });
}

function filterOf(url: URL): MailFilter {
  const number = (name: string): number | undefined =>
    url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined;
  return {
    to: url.searchParams.get('to') ?? undefined,
    text: url.searchParams.get('q') ?? undefined,
    after: number('after'),
    before: number('before'),
  };
}

/** The targets of links and pictures in the order in which they stand. */
function linksIn(html: string): { kind: 'link' | 'picture'; url: string; text: string }[] {
  const links = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi)].map(([, url, inner]) => ({
    kind: 'link' as const,
    url: plain(url!),
    text: plain(inner!.replace(/<[^>]*>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim(),
  }));
  const pictures = [...html.matchAll(/<img\b[^>]*?\ssrc="([^"]*)"/gi)].map(([, url]) => ({
    kind: 'picture' as const,
    url: plain(url!),
    text: '',
  }));
  return [...links, ...pictures];
}

function plain(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function send(response: ServerResponse, type: string, body: string | Buffer, policy: string): void {
  const headers = {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  response.writeHead(200, headers).end(body);
}
