/** Asks once where the same is asked again: messages of a campaign often go to the same people, and finding those takes the time. */
export function once<Input, Answer>(ask: (input: Input) => Promise<Answer>): (input: Input) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (input) => {
    const key = JSON.stringify(input);
    const answer = asked.get(key) ?? ask(input);
    asked.set(key, answer);
    return answer;
  };
}

/** How many are asked about in one statement: more of them, each with many people, could take longer than anybody waits for one. */
const atOnce = 20;

/** Asks about all of some inputs, several at once and the same once, and gives the answer to each. */
export async function together<Input, Answer>(
  inputs: readonly Input[],
  ask: (some: Input[]) => Promise<readonly Answer[]>,
): Promise<(input: Input) => Answer> {
  const different = [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
  const answers = new Map<string, Answer>();
  for (let at = 0; at < different.length; at += atOnce) {
    const some = different.slice(at, at + atOnce);
    const given = await ask(some);
    for (const [place, input] of some.entries()) answers.set(JSON.stringify(input), given[place]!);
  }
  return (input) => answers.get(JSON.stringify(input))!;
}
