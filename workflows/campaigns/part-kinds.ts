import { ParentClosePolicy, startChild, type ChildWorkflowHandle, type SignalDefinition } from '@temporalio/workflow';
import { broadcast } from '../broadcasts/broadcast.ts';
import { broadcastWorkflowId, cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { drip } from '../drips/drip.ts';
import { closeDrip, dripWorkflowId } from '../drips/messages.ts';
import { experiment } from '../experiments/experiment.ts';
import { experimentNewsOptions, experimentWorkflowId } from '../experiments/messages.ts';
import { nurture } from '../nurtures/nurture.ts';
import { closeNurture, nurtureWorkflowId } from '../nurtures/messages.ts';
import { searchAttributes } from '../search-attributes.ts';

/** A part of a campaign that runs: its result is how it ended. */
export type Child =
  | ChildWorkflowHandle<typeof broadcast>
  | ChildWorkflowHandle<typeof drip>
  | ChildWorkflowHandle<typeof experiment>
  | ChildWorkflowHandle<typeof nurture>;

/** Where a part belongs. */
export interface PartOwner {
  tenantId: string;
  campaignId: string;
}

/** How a kind of part is started, found and told. All kinds hear the same words: pause, resume, cancel. */
interface PartKind {
  workflowId: (owner: PartOwner, id: string) => string;
  start: (owner: PartOwner, id: string) => Promise<Child>;
  /** Told at the campaign's end date; kinds without one finish by themselves. */
  close?: SignalDefinition;
}

const broadcasts: PartKind = {
  workflowId: (owner, broadcastId) => broadcastWorkflowId({ ...owner, broadcastId }),
  start: (owner, broadcastId) =>
    startChild(broadcast, {
      args: [{ ...owner, broadcastId }],
      workflowId: broadcastWorkflowId({ ...owner, broadcastId }),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: searchAttributes({ ...owner, kind: 'broadcast' }),
      staticSummary: 'Sends one message to an audience',
    }),
};

const drips: PartKind = {
  workflowId: (owner, dripId) => dripWorkflowId({ ...owner, dripId }),
  start: (owner, dripId) =>
    startChild(drip, {
      args: [{ ...owner, dripId }],
      workflowId: dripWorkflowId({ ...owner, dripId }),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: searchAttributes({ ...owner, kind: 'drip' }),
      staticSummary: 'Leads people through steps, each at their own pace',
    }),
  close: closeDrip,
};

const nurtures: PartKind = {
  workflowId: (owner, nurtureId) => nurtureWorkflowId({ ...owner, nurtureId }),
  start: (owner, nurtureId) =>
    startChild(nurture, {
      args: [{ ...owner, nurtureId }],
      workflowId: nurtureWorkflowId({ ...owner, nurtureId }),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: searchAttributes({ ...owner, kind: 'nurture' }),
      staticSummary: 'Casts content to people, what they have not had first',
    }),
  close: closeNurture,
};

const experiments: PartKind = {
  workflowId: (owner, experimentId) => experimentWorkflowId({ ...owner, experimentId }),
  start: (owner, experimentId) => {
    const ref = { tenantId: owner.tenantId, campaignId: owner.campaignId, experimentId };
    const { workflowId, typedSearchAttributes, staticSummary } = experimentNewsOptions(ref);
    return startChild(experiment, {
      args: [ref],
      workflowId,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes,
      staticSummary,
    });
  },
};

const kinds: Record<string, PartKind> = { drip: drips, experiment: experiments, nurture: nurtures };

/** The kind and the id in a part's name: `drip/{id}`, `nurture/{id}`, `experiment/{id}`; a name without a kind is a broadcast's id, as names were first written. */
export function partOf(name: string): { kind: PartKind; id: string } {
  const [kind, id] = name.split('/');
  if (id === undefined) return { kind: broadcasts, id: name };
  const known = kinds[kind ?? ''];
  if (!known) throw new Error(`there is no kind of part called ${kind}`);
  return { kind: known, id };
}

/** The signal that tells a part each wish of its campaign. */
export const signalOf: Record<'send' | 'pause' | 'cancel', SignalDefinition> = {
  send: resumeBroadcast,
  pause: pauseBroadcast,
  cancel: cancelBroadcast,
};
