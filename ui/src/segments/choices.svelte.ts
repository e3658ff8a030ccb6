import { createQuery } from '@tanstack/svelte-query';
import type { RuleField } from '../../../domain/segments/field.ts';
import { standardFields } from '../../../domain/segments/field.ts';
import { money } from '../lib/format.ts';
import { allLists } from '../lists/calls.ts';
import { stageList } from '../opportunities/calls.ts';
import { attributeList, tenantSettings } from '../settings/calls.ts';
import { allCampaigns, allSegments } from './calls.ts';
import type { NameOf } from './words.ts';

/** Something that can be picked by name. */
export interface Choice {
  value: string;
  label: string;
}

/** Everything that a condition can name, read once for the whole builder. */
export interface Choices {
  readonly fields: readonly RuleField[];
  readonly lists: readonly Choice[];
  readonly segments: readonly Choice[];
  readonly campaigns: readonly Choice[];
  readonly stages: readonly Choice[];
  /** The organisation's. */
  readonly currency: string;
  readonly isPending: boolean;
  /** What could not be read: without it a rule would seem to name what is gone. */
  readonly failed: { error: unknown; refetch: () => unknown } | undefined;
  nameOf: NameOf;
}

/** Reads what conditions can name; `selfId` is a segment that cannot build on itself. Call it while a component is set up. */
export function readChoices(selfId: string): Choices {
  const attributes = createQuery(() => attributeList);
  const lists = createQuery(() => allLists);
  const segments = createQuery(() => allSegments);
  const campaigns = createQuery(() => allCampaigns);
  const stages = createQuery(() => stageList);
  const tenant = createQuery(() => tenantSettings);
  const read = [attributes, lists, segments, campaigns, stages];
  const failed = $derived(read.find(({ data, isError }) => isError && !data));
  const currency = $derived(tenant.data?.currency ?? 'EUR');
  const named = (rows: readonly { id: string; name: string }[] | undefined): Choice[] =>
    (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const fields = $derived([
    ...standardFields,
    ...(attributes.data?.data ?? []).map(({ key, label, type }) => ({ field: `attributes.${key}`, label, type })),
  ]);
  const listed = $derived({
    list: named(lists.data?.data),
    segment: named(segments.data?.data).filter(({ value }) => value !== selfId),
    campaign: named(campaigns.data?.data),
    stage: named(stages.data?.data),
  });
  return {
    get fields() {
      return fields;
    },
    get lists() {
      return listed.list;
    },
    get segments() {
      return listed.segment;
    },
    get campaigns() {
      return listed.campaign;
    },
    get stages() {
      return listed.stage;
    },
    get isPending() {
      return read.some((query) => query.isPending);
    },
    get failed() {
      return failed;
    },
    get currency() {
      return currency;
    },
    nameOf: (kind, id) =>
      kind === 'money'
        ? money({ amountMinor: Number(id), currency })
        : kind === 'field'
          ? (fields.find(({ field }) => field === id)?.label ?? id)
          : (listed[kind].find(({ value }) => value === id)?.label ?? `a ${kind} that is gone`),
  };
}
