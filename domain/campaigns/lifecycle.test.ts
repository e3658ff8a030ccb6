import { describe, expect, it } from 'vitest';
import {
  campaignStatuses,
  commandsFrom,
  editVoidsApproval,
  isClosed,
  isEditable,
  refusal,
  transitions,
} from './lifecycle.ts';

describe('the life of a campaign', () => {
  it('goes from draft by review, approval and a time to running and its end, and can be cancelled before it is over', () => {
    const taken = Object.fromEntries(campaignStatuses.map((status) => [status, commandsFrom(status)]));
    expect(taken).toEqual({
      draft: ['submit', 'cancel'],
      in_review: ['withdraw', 'approve', 'reject', 'cancel'],
      approved: ['schedule', 'start', 'cancel'],
      scheduled: ['schedule', 'start', 'cancel'],
      running: ['pause', 'complete', 'cancel'],
      paused: ['resume', 'complete', 'cancel'],
      completed: [],
      cancelled: [],
    });
    expect(Object.fromEntries(Object.entries(transitions).map(([command, { to }]) => [command, to]))).toEqual({
      submit: 'in_review',
      withdraw: 'draft',
      approve: 'approved',
      reject: 'draft',
      schedule: 'scheduled',
      start: 'running',
      pause: 'paused',
      resume: 'running',
      complete: 'completed',
      cancel: 'cancelled',
    });
  });

  it('is edited before it starts and not in review, and what was approved has to be approved again', () => {
    expect(campaignStatuses.filter(isEditable)).toEqual(['draft', 'approved', 'scheduled']);
    expect(campaignStatuses.filter(editVoidsApproval)).toEqual(['approved', 'scheduled']);
    expect(campaignStatuses.filter(isClosed)).toEqual(['completed', 'cancelled']);
  });

  it('says why a command is refused', () => {
    expect(refusal('in_review', 'submit')).toBe('The campaign is in review; to submit it, it must be a draft.');
    expect(refusal('draft', 'start')).toBe('The campaign is a draft; to start it, it must be approved or scheduled.');
  });
});
