import type { PlanAnswer, PlanQuestion } from './plan-question.ts';
import { noticeableLift, testSize } from './size.ts';

/** How many people a test takes, whether there are as many, and how long it lasts with those there are. */
export function answerPlan(question: PlanQuestion): PlanAnswer {
  const { people, peopleADay } = question;
  const input = { ...question, baseline: question.baselinePercent / 100, lift: question.liftPercent / 100 };
  // A rate cannot rise above everybody.
  const lift = Math.min(input.lift, 0.99 / input.baseline - 1);
  const size = testSize({ ...input, lift });
  const noticeable = people ? noticeableLift(people, input) : null;
  const testPercent = people ? Math.ceil((size.people / people) * 10_000) / 100 : null;
  const answer = {
    ...size,
    testPercent,
    isEnough: people === null ? null : size.people <= people,
    noticeableLiftPercent: noticeable === null ? null : Math.ceil(noticeable * 1000) / 10,
    mailings: people ? Math.ceil(size.people / people) : null,
    days: peopleADay ? Math.ceil(size.people / peopleADay) : null,
  };
  return { ...answer, sentence: sentenceOf(answer, { ...question, liftPercent: lift * 100 }) };
}

const count = (value: number): string => value.toLocaleString('en');

function sentenceOf(
  answer: Omit<PlanAnswer, 'sentence'>,
  { baselinePercent, liftPercent, variants, people }: PlanQuestion,
): string {
  const to = Number((baselinePercent * (1 + liftPercent / 100)).toPrecision(3));
  const size = `To tell ${baselinePercent} % from ${to} % each of ${variants} variants needs ${count(answer.peopleAnArm)} people, ${count(answer.people)} in all.`;
  if (answer.days !== null)
    return `${size} As many come by in about ${count(answer.days)} ${answer.days === 1 ? 'day' : 'days'}.`;
  if (people === null) return size;
  if (answer.isEnough) return `${size} That is ${answer.testPercent} % of the ${count(people)} who would get it.`;
  const notice =
    answer.noticeableLiftPercent === null
      ? 'they are too few to show any difference that one could plan for'
      : `all of them together show a difference of ${answer.noticeableLiftPercent} % or more`;
  const mailings =
    answer.mailings === null || people === 0 ? '' : `, or it takes ${count(answer.mailings)} such mailings`;
  return `${size} There are ${count(people)}: ${notice}${mailings}.`;
}
