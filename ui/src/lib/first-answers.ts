/** How long after the scripts began what came with the page still counts as what the API says now. */
const freshMs = 10_000;

const element = typeof document === 'undefined' ? null : document.querySelector('#first-answers');
const answers = new Map<string, unknown>(Object.entries(came()));
element?.remove();
setTimeout(forgetFirstAnswers, freshMs);

/**
 * The answer to a read that came with the page, once; null where it must be asked for. It comes in a task of its own, as from
 * afar: all that waits for answers in one task would keep the first tap waiting.
 */
export function firstAnswer(request: Request): Promise<Response> | null {
  // What is changed makes old what was read before.
  if (request.method !== 'GET') forgetFirstAnswers();
  const { pathname, search } = new URL(request.url);
  const answer = answers.get(pathname + search);
  if (answer === undefined) return null;
  answers.delete(pathname + search);
  return new Promise((resolve) => void setTimeout(() => resolve(Response.json(answer))));
}

/** What came; nothing where the document was cut off on its way, as the page then asks for everything itself. */
function came(): object {
  try {
    return JSON.parse(element?.textContent ?? '{}') as object;
  } catch {
    return {};
  }
}

/** Lets go of what came with the page: for somebody else, or for another organisation, it is not true. */
export function forgetFirstAnswers(): void {
  answers.clear();
}
