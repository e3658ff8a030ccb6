import type { Watch } from '../../activities/scoring/model-deciding.ts';
import type { ShadowDecision } from '../../activities/scoring/shadow-decision.ts';
import type { Training } from '../../activities/scoring/model-training.ts';

/** What the web console says of a tenant's models: how they stand, and the last steps, the newest first. */
export interface Telling {
  /** Keeps a step, as of `nowIso`, and says everything anew. */
  step: (nowIso: string, words: string) => string;
  /** Keeps how things stand, and says everything anew. */
  stands: (words: string) => string;
}

/** Steps that are told: a run may go on for years. */
const mostSteps = 10;

/** Begins to tell; nothing has happened yet. */
export function beginTelling(): Telling {
  const steps: string[] = [];
  let state = 'Nothing was looked at yet.';
  const all = () =>
    [state, ...(steps.length > 0 ? ['\nLast steps:', ...steps.map((step) => `- ${step}`)] : [])].join('\n');
  return {
    step: (nowIso, words) => {
      steps.unshift(`${nowIso.slice(0, 16)}Z: ${words}`);
      steps.splice(mostSteps);
      return all();
    },
    stands: (words) => {
      state = words;
      return all();
    },
  };
}

/** What came of learning. */
export function trainingWords(training: Training | null): string {
  if (training === null) return 'there was no model to learn any more';
  const words: Record<Training['outcome'], string> = {
    shadow: 'was learned and has passed on people that it did not see',
    refused: 'was learned and has not passed; it is retired',
    unlearned: 'could not be learned: there is too little to learn from',
  };
  return `model ${training.version} ${words[training.outcome]}`;
}

/** What was decided on the model beside the champion, where it was decided on now; empty otherwise. */
export function decisionWords(decided: ShadowDecision): string {
  if (decided.is === 'promoted') return `model ${decided.version} scores from now on: it has passed`;
  if (decided.is === 'refused') return `model ${decided.version} was retired: its scores did not stay as they were`;
  return '';
}

/** What was found out about the champion, if something was done about it; otherwise empty. */
export function foundWords({ version, asked, steppedBack }: Watch): string {
  const moved = `people have moved far since model ${version} was learned`;
  const back = steppedBack ? `${moved}, and what happened followed the rule more: it is stepped back from` : '';
  if (asked) return `${back || moved}; another one is learned`;
  return back;
}

/** How things stand after a look. */
export function standingWords(nowIso: string, { decided, watch }: { decided: ShadowDecision; watch: Watch }): string {
  const scorer =
    watch.is === 'none' || watch.steppedBack ? scorerAfter(watch) : `Model ${watch.version} scores. ${moves[watch.is]}`;
  const beside =
    decided.is === 'waits'
      ? ` Model ${decided.version} watches beside it until ${decided.until.slice(0, 16)}Z${decided.isUnseen ? ', and scores everybody for the first time' : ''}.`
      : decided.is === 'suggested'
        ? ` Model ${decided.version} has passed and waits for somebody to let it score.`
        : '';
  return `${scorer}${beside} Looked at ${nowIso.slice(0, 16)}Z.`;
}

const moves: Record<Exclude<Watch['is'], 'none'>, string> = {
  fine: 'People are as they were when it was learned.',
  moderate: 'People have moved a little since it was learned.',
  act: 'People have moved far since it was learned.',
};

const scorerAfter = ({ is, version }: Watch): string =>
  is === 'none'
    ? 'No model scores: the rule does.'
    : `Model ${version} was stepped back from: what happened followed the rule more than it.`;
