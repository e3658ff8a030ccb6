import type { ListedMail, MailboxClient, ReadMail } from './mailbox-client.ts';

/** What was played, to be compared with what was counted. */
export interface Played {
  opened: number;
  clicked: number;
  unsubscribed: number;
  /** Machines that loaded pictures and followed links; none of it may count as a person's. */
  machines: number;
  unsubscribedAddresses: string[];
}

const browser = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const scanner = 'Mozilla/5.0 (compatible; SecurityLinkScanner/2.1; +https://scanner.example)';

/** How many do what; a share of all where there are few. */
function cast(count: number) {
  const share = (most: number, part: number): number => Math.min(most, Math.floor(count * part));
  return { openers: share(60, 0.3), clickers: share(30, 0.15), leavers: share(10, 0.05), machines: share(5, 0.03) };
}

/**
 * Plays people who read: some open, some of those click a link, some of those unsubscribe with the header's one click; and
 * machines that do what scanners do. Each with a moment between, as long after arrival as a person needs.
 */
export async function playReaders(mailbox: MailboxClient, mails: ListedMail[]): Promise<Played> {
  const { openers, clickers, leavers, machines } = cast(mails.length);
  // Spread over the whole send, not only its first batch.
  const stride = Math.max(1, Math.floor(mails.length / Math.max(1, openers + machines)));
  const chosen = mails.filter((_, i) => i % stride === 0).slice(0, openers + machines);
  const played: Played = { opened: 0, clicked: 0, unsubscribed: 0, machines: 0, unsubscribedAddresses: [] };

  for (const [i, listed] of chosen.entries()) {
    const mail = await mailbox.read(listed.id);
    if (i >= openers) {
      await beScanner(mail);
      played.machines++;
      continue;
    }
    await request(pixelOf(mail), browser, 200);
    played.opened++;
    if (i < clickers) {
      await request(linkOf(mail, i), browser, 302);
      played.clicked++;
    }
    if (i < leavers) {
      await unsubscribe(mail);
      played.unsubscribed++;
      played.unsubscribedAddresses.push(mail.to[0]!);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return played;
}

function pixelOf(mail: ReadMail): string {
  const pixel = mail.links.find(({ kind, url }) => kind === 'picture' && url.includes('/t/o/'));
  if (!pixel) throw new Error(`The mail ${mail.id} has no open pixel.`);
  return pixel.url;
}

/** A link that a person sees; the last ones of a mail may be hidden bait for scanners. */
function linkOf(mail: ReadMail, turn: number): string {
  const links = mail.links.filter(({ kind, url, text }) => kind === 'link' && url.includes('/t/c/') && text !== '');
  if (links.length === 0) throw new Error(`The mail ${mail.id} has no tracked link.`);
  return links[turn % links.length]!.url;
}

/** RFC 8058: what a mail program does when its unsubscribe button is pressed. */
async function unsubscribe(mail: ReadMail): Promise<void> {
  const header = mail.headers.find((line) => /^list-unsubscribe:/i.test(line))?.replace(/\r?\n\s+/g, ' ') ?? '';
  const url = /<(https?:[^>]+)>/.exec(header)?.[1];
  if (!url) throw new Error(`The mail ${mail.id} has no one-click unsubscribe address.`);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`One-click unsubscribe answered ${answer.status}.`);
}

/** A security scanner: looks at everything within a moment. */
async function beScanner(mail: ReadMail): Promise<void> {
  await fetch(pixelOf(mail), { method: 'HEAD', headers: { 'user-agent': scanner } });
  const links = mail.links.filter(({ url }) => url.includes('/t/c/'));
  await Promise.all(links.map(({ url }) => fetch(url, { redirect: 'manual', headers: { 'user-agent': scanner } })));
}

async function request(url: string, userAgent: string, expected: number): Promise<void> {
  const answer = await fetch(url, { redirect: 'manual', headers: { 'user-agent': userAgent } });
  if (answer.status !== expected)
    throw new Error(`${new URL(url).pathname.slice(0, 5)}… answered ${answer.status} and not ${expected}.`);
}
