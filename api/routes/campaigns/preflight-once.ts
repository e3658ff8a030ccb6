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
