/** How many times a call is tried before it is given up, over about fifteen hours. */
export const mostAttempts = 8;

/** Seconds a target may take to answer. */
export const answerSeconds = 10;

const first = 30_000;
const longest = 6 * 3_600_000;

/** Why a call did not do what it should; the codes are stable, `http_404` and the like beside them. */
export const callProblemWords = {
  timeout: 'it did not answer in time',
  unreachable: 'it could not be reached',
  unknown_host: 'its name is not known',
  inner_address: 'it leads to an inner network, which is never called',
  redirect: 'it sent the call on to somewhere else, which is not followed',
  tls: 'its certificate is not trusted',
  broken_off: 'it broke the connection off',
  no_secret: 'there is no secret to sign calls with',
  bad_address: 'it is no address that may be called',
} as const;

/** One of `callProblemWords`, or an HTTP status. */
export type CallProblem = keyof typeof callProblemWords | `http_${number}`;

/** What came of one attempt. */
export type CallAnswer =
  | {
      kind: 'answered';
      status: number;
      retryAfterSeconds: number | null;
      /** The first bytes of the answer; left out where nobody asked for them. */
      start?: string;
    }
  | { kind: 'failed'; problem: keyof typeof callProblemWords };

/** What a call is after an attempt. */
export type CallVerdict =
  | { kind: 'done'; status: number }
  | { kind: 'again'; problem: CallProblem; status: number | null; afterMs: number }
  | { kind: 'givenUp'; problem: CallProblem; status: number | null };

/** Problems that another attempt would only meet again. */
const lasting: readonly string[] = [
  'inner_address',
  'redirect',
  'bad_address',
] satisfies (keyof typeof callProblemWords)[];

/**
 * What an answer means after `attempts` of them (this one counted): any 2xx is what was wanted; what is wrong with the call itself is
 * not tried again; the rest is, later each time. `random` (0 to 1) spreads those who failed together.
 */
export function judgeAnswer(
  answer: CallAnswer,
  { attempts, random }: { attempts: number; random: number },
): CallVerdict {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300)
    return { kind: 'done', status: answer.status };
  const status = answer.kind === 'answered' ? answer.status : null;
  const problem = problemOf(answer);
  if (!isPassing(answer) || attempts >= mostAttempts) return { kind: 'givenUp', problem, status };
  const backOff = Math.min(longest, first * 4 ** (attempts - 1)) * (0.8 + 0.4 * random);
  const asked = answer.kind === 'answered' ? (answer.retryAfterSeconds ?? 0) * 1000 : 0;
  return { kind: 'again', problem, status, afterMs: Math.round(Math.min(longest, Math.max(backOff, asked))) };
}

function problemOf(answer: CallAnswer): CallProblem {
  if (answer.kind === 'failed') return answer.problem;
  return answer.status >= 300 && answer.status < 400 ? 'redirect' : `http_${answer.status}`;
}

function isPassing(answer: CallAnswer): boolean {
  if (answer.kind === 'failed') return !lasting.includes(answer.problem);
  return answer.status >= 500 || [408, 425, 429].includes(answer.status);
}

/** A problem as people read it. */
export function problemWords(problem: string): string {
  const status = /^http_(\d+)$/.exec(problem)?.[1];
  if (status) return `it answered ${status}`;
  return (callProblemWords as Partial<Record<string, string>>)[problem] ?? problem.replaceAll('_', ' ');
}
