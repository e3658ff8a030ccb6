import { expect, it } from 'vitest';
import { EnrolInput, EnrolResult, ResumeChoice, StepFigures } from './drip.ts';
import { Journey, leaveReasonWords, leaveReasons, openStates, PositionState } from './position.ts';
import { DripVersion, NewVersion, VersionDecision, VersionParams, VersionPreview } from './version.ts';

const personId = '0198c0de-0000-7000-8000-000000000000';

it('takes a new version as a definition or as a former one, and never as both or neither', () => {
  expect(NewVersion.safeParse({}).success).toBe(false);
  expect(NewVersion.safeParse({ definition: {}, restore: 1 }).success).toBe(false);
  expect(NewVersion.parse({ restore: 1 })).toEqual({ restore: 1, scope: 'everyone', moves: {}, note: '' });
  expect(NewVersion.parse({ definition: {}, moves: { a: null } }).moves).toEqual({ a: null });
});

it('takes at most 5,000 people at once and knows three ways to go on after a pause', () => {
  expect(EnrolInput.parse({ personIds: [personId] }).again).toBe(false);
  expect(EnrolInput.safeParse({ personIds: Array.from({ length: 5001 }, () => personId) }).success).toBe(false);
  for (const both of [{}, { listId: personId, segmentId: personId }, { personIds: [personId], listId: personId }])
    expect(EnrolInput.safeParse(both).success).toBe(false);
  expect(EnrolInput.parse({ segmentId: personId })).toEqual({ segmentId: personId, again: false });
  expect(ResumeChoice.safeParse({ overdue: 'spread' }).success).toBe(false);
  expect(['atOnce', 'skip'].every((overdue) => ResumeChoice.safeParse({ overdue }).success)).toBe(true);
});

it('has words for every reason to leave, and open states that are states', () => {
  expect(Object.keys(leaveReasonWords)).toEqual([...leaveReasons]);
  expect(openStates.every((state) => PositionState.options.includes(state))).toBe(true);
});

it('shows people and versions with everything that a page reads', () => {
  expect(Object.keys(Journey.shape)).toEqual(
    expect.arrayContaining(['dripName', 'next', 'moves', 'sentence', 'dueAt']),
  );
  expect(Object.keys(DripVersion.shape)).toEqual(expect.arrayContaining(['definition', 'scope', 'moves', 'people']));
  expect(Object.keys(VersionPreview.shape)).toEqual(expect.arrayContaining(['everyone', 'newOnly', 'removed']));
  expect(Object.keys(StepFigures.shape)).toEqual(expect.arrayContaining(['waiting', 'conversion']));
  expect(VersionParams.parse({ id: personId, dripId: personId, number: '2' }).number).toBe(2);
  expect(VersionDecision.parse({})).toEqual({ comment: '' });
  expect(EnrolResult.safeParse({ enrolled: 1, alreadyIn: 0, notAgain: 0, notFound: [] }).success).toBe(true);
});
