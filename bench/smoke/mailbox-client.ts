import { InputFault } from '../command.ts';

/** A mail as the mailbox lists it. */
export interface ListedMail {
  id: number;
  /** When it came (ISO 8601). */
  at: string;
  to: string[];
  subject: string;
  messageId: string;
}

/** A mail as it was read. */
export interface ReadMail extends ListedMail {
  headers: string[];
  text: string;
  links: { kind: 'link' | 'picture'; url: string; text: string }[];
}

/** The local mailbox over its JSON API. */
export interface MailboxClient {
  /** The id of the newest mail; 0 where there is none. */
  newest: () => Promise<number>;
  /** All mails after `id`, oldest first. */
  listAfter: (id: number) => Promise<ListedMail[]>;
  read: (id: number) => Promise<ReadMail>;
}

/** Makes the client. */
export function mailboxAt(url: string): MailboxClient {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(url + path).catch(() => {
      throw new InputFault(`No mailbox answers at ${url}; name another with --mailbox.`);
    });
    if (!answer.ok) throw new Error(`The mailbox answered ${answer.status} to ${path}.`);
    return (await answer.json()) as T;
  };
  return {
    newest: async () => (await get<{ data: ListedMail[] }>('/api/messages?limit=1')).data[0]?.id ?? 0,
    listAfter: async (id) => {
      const all: ListedMail[] = [];
      for (let after = id; ;) {
        const { data } = await get<{ data: ListedMail[] }>(`/api/messages?limit=1000&after=${after}`);
        all.push(...data);
        if (data.length < 1000) return all;
        after = data.at(-1)!.id;
      }
    },
    read: (id) => get(`/api/messages/${id}`),
  };
}
