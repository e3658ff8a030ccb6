import { describe, expect, it } from 'vitest';
import { nextSentence, placeSentence, planWords } from './journey.ts';

const plan = { outcome: 'gets', itemName: 'Guide', nextStreamName: 'Basics', obstacle: null } as const;
const going = { ...plan, streamName: 'Basics', halt: null, isOver: false, hasLeft: false };

describe('where somebody is in a nurture programme', () => {
  it('is told with what they have had', () => {
    expect(placeSentence({ streamName: 'Basics', received: 0, leftReason: null })).toBe(
      'Is in “Basics” and has had nothing yet.',
    );
    expect(placeSentence({ streamName: 'Basics', received: 1, leftReason: null })).toBe(
      'Is in “Basics” and has had one item.',
    );
    expect(placeSentence({ streamName: 'Basics', received: 3, leftReason: null })).toBe(
      'Is in “Basics” and has had 3 items.',
    );
  });

  it('is followed by what comes next, or by why nothing does', () => {
    expect(nextSentence(going)).toBe('Gets “Guide”.');
    expect(nextSentence({ ...going, nextStreamName: 'Experts' })).toBe(
      'Gets “Guide”. They go to “Experts” before it, by its rule.',
    );
    expect(nextSentence({ ...going, halt: 'the programme is paused' })).toBe(
      'Nothing for now: the programme is paused. Once it goes on: Gets “Guide”.',
    );
    expect(nextSentence({ ...going, isOver: true })).toBe('Nothing more: the programme is over.');
    expect(nextSentence({ ...going, hasLeft: true })).toBe('Nothing more, unless they come in again.');
    expect(planWords({ ...plan, outcome: 'unreachable', obstacle: 'opted_out' })).toBe(
      'May not be written to: opted out',
    );
    expect(planWords({ ...plan, outcome: 'exhausted' })).toBe('Exhausted: nothing in Basics that they have not had');
  });
});
