import type { Context } from 'hono';
import type { ApiEnv } from './router.ts';

/** Answers one read of the API, as it would answer the browser that asks for the page. */
export type Read = (path: string, c: Context<ApiEnv>) => Response | Promise<Response>;

/** Who answers, and how long a page waits for it (ms). What comes later the page asks for itself. */
export interface Answering {
  read: Read;
  patienceMs: number;
}

interface Answer {
  path: string;
  /** JSON. */
  text: string;
  cookies: string[];
}

/** The most that a document carries (characters, before it is packed): beyond it the scripts would wait behind what few rows show. */
export const mostCharacters = 200_000;

/**
 * What a page reads first, as a part of its document: a list of campaigns then stands without another way to the server and back.
 * Each read goes through the API itself, so that it says what it would say to whoever is signed in, and nothing else. Empty where
 * nothing was answered in time. What would make the document too long is left out. What renews the sign-in goes on to the browser.
 */
export async function firstAnswers(
  c: Context<ApiEnv>,
  reads: readonly string[],
  { read, patienceMs }: Answering,
): Promise<string> {
  const late = new Promise<null>((resolve) => void setTimeout(resolve, patienceMs, null).unref());
  const answers = await Promise.all(reads.map((path) => Promise.race([answerTo(path), late])));
  const said = fitting(answers.filter((answer) => answer !== null));
  if (said.length === 0) return '';
  for (const cookie of said[0]?.cookies ?? []) c.header('Set-Cookie', cookie, { append: true });
  const members = said.map(({ path, text }) => `${JSON.stringify(path)}:${text}`);
  return `<script type="application/json" id="first-answers">${inHtml(`{${members.join(',')}}`)}</script>`;

  async function answerTo(path: string): Promise<Answer | null> {
    try {
      const answer = await read(path, c);
      if (answer.status !== 200) return null;
      return { path, text: await answer.text(), cookies: answer.headers.getSetCookie() };
    } catch {
      // The page asks again, and shows what is wrong.
      return null;
    }
  }
}

/** Those that have room together, the first before the others. */
function fitting(answers: readonly Answer[]): Answer[] {
  let room = mostCharacters;
  return answers.filter(({ text }) => {
    const fits = text.length <= room;
    if (fits) room -= text.length;
    return fits;
  });
}

/** JSON that ends no script element and begins no comment, whatever somebody called a campaign: `<` stands in texts alone. */
function inHtml(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
