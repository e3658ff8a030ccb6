/** What is kept in the browser once somebody consented, under this name. */
const storedAs = 'sc_visitor';
const consentAs = 'sc_consent';
/** Held while nobody has said yes or no; what comes after that is not kept. */
const mostHeld = 50;
/** Calls that come together go together. */
const gatherMs = 300;

interface Call {
  type: string;
  messageId: string;
  timestamp: string;
  [field: string]: unknown;
}

/** What a page calls. */
export interface Client {
  page: (name?: string, properties?: object) => void;
  track: (event: string, properties?: object) => void;
  identify: (userId: string | object | null, traits?: object) => void;
  group: (groupId: string, traits?: object) => void;
  alias: (userId: string, previousId?: string) => void;
  consent: (given: boolean) => void;
  reset: () => void;
}

/**
 * A client of one page. Until `consent(true)` it stores nothing, sends nothing and makes no id: calls wait in memory and are gone with the
 * page. `consent(false)` drops them, and takes away what was stored before.
 */
export function createClient({ key, endpoint }: { key: string; endpoint: string }): Client {
  let isAllowed = read(consentAs) === '1';
  let isDenied = false;
  let visitor: { anonymousId: string; userId?: string } | null = isAllowed ? known() : null;
  const queue: Call[] = [];
  let timer = 0;
  // Where somebody came to first is what counts, also where they go on before they consent.
  const landing = pageContext();
  const visit = new URLSearchParams(location.search).get('sc_visit');

  function add(type: string, fields: object): void {
    if (isDenied || queue.length >= mostHeld) return;
    const context = {
      page: queue.length === 0 ? landing : pageContext(),
      ...(visit ? { visit } : {}),
      locale: navigator.language,
    };
    queue.push({ type, messageId: newId(), timestamp: new Date().toISOString(), context, ...fields });
    if (isAllowed && !timer) timer = window.setTimeout(send, gatherMs);
  }

  function send(): void {
    clearTimeout(timer);
    timer = 0;
    if (!isAllowed || queue.length === 0) return;
    visitor ??= known();
    const batch = queue.splice(0).map((call) => ({ ...visitor, ...call }));
    const body = JSON.stringify({ writeKey: key, sentAt: new Date().toISOString(), batch });
    // Plain text needs no question beforehand; without credentials no cookie goes with it.
    fetch(endpoint, { method: 'POST', body, keepalive: body.length < 60_000, credentials: 'omit', mode: 'cors' }).catch(
      () => navigator.sendBeacon?.(endpoint, body),
    );
  }

  addEventListener('pagehide', send);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send());

  return {
    page: (name, properties) => add('page', { name, properties }),
    track: (event, properties) => add('track', { event, properties }),
    identify(userId, traits) {
      const isTraits = typeof userId === 'object' && userId !== null;
      if (typeof userId === 'string') keep({ userId });
      add('identify', { ...(typeof userId === 'string' ? { userId } : {}), traits: isTraits ? userId : traits });
    },
    group: (groupId, traits) => add('group', { groupId, traits }),
    alias: (userId, previousId) => add('alias', { userId, previousId: previousId ?? visitor?.anonymousId }),
    consent(given) {
      isAllowed = given;
      isDenied = !given;
      if (given) {
        write(consentAs, '1');
        keep({});
        send();
      } else {
        queue.length = 0;
        visitor = null;
        write(consentAs, null);
        write(storedAs, null);
      }
    },
    reset() {
      write(storedAs, null);
      visitor = isAllowed ? known() : null;
    },
  };

  /** Remembers who the visitor is: in the page alone while nobody consented. */
  function keep(more: { userId?: string }): void {
    visitor = { ...(visitor ?? known()), ...more };
    if (isAllowed) write(storedAs, JSON.stringify(visitor));
  }
}

/** The id of a visitor who consented; empty where nobody did. */
export function consentedVisitor(): string {
  return read(consentAs) === '1' ? known().anonymousId : '';
}

function pageContext(): object {
  return {
    url: location.href,
    path: location.pathname,
    search: location.search,
    title: document.title,
    referrer: document.referrer,
  };
}

/** The visitor of before, or a new one. */
function known(): { anonymousId: string; userId?: string } {
  try {
    const kept = JSON.parse(read(storedAs) ?? '') as { anonymousId: string };
    if (kept.anonymousId) return kept;
  } catch {
    // Nothing was kept, or something else.
  }
  return { anonymousId: newId() };
}

function newId(): string {
  return (
    crypto.randomUUID?.() ??
    `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`
  );
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing: each page is a visit of its own.
  }
}
