import { createQuery } from '@tanstack/svelte-query';
import type { RuleField } from '../../../domain/segments/field.ts';
import { standardFields } from '../../../domain/segments/field.ts';
import { money } from '../lib/format.ts';
import { readNamed, type NamedRows } from '../lib/named.svelte.ts';
import { stageList } from '../opportunities/calls.ts';
import { attributeList, tenantSettings } from '../settings/calls.ts';
import {
  findByName,
  findCampaign,
  findList,
  findSegment,
  someCampaigns,
  someLists,
  someSegments,
  type Called,
} from './choice-calls.ts';
import type { NameOf } from './words.ts';

/** Something that can be picked by name. */
export interface Choice {
  value: string;
  label: string;
}

/** What conditions name of which there may be more than is read at once. */
export type ManyKind = 'list' | 'segment' | 'campaign';

/** Everything that a condition can name, read once for the whole builder: of lists, segments and campaigns the first ones. */
export interface Choices {
  readonly fields: readonly RuleField[];
  readonly stages: readonly Choice[];
  /** The organisation's. */
  readonly currency: string;
  /** A segment that cannot build on itself; empty: none. */
  readonly selfId: string;
  /** Whether the fields and stages are not read yet, without which no condition can be shown. */
  readonly isPending: boolean;
  /** What could not be read: without it a rule would seem to name what is gone. */
  readonly failed: { error: unknown; refetch: () => unknown } | undefined;
  /** A name of something chosen that could not be read: the rule can be edited all the same. */
  readonly unnamed: { error: unknown; refetch: () => unknown } | undefined;
  /** What there is to pick, with what is chosen. */
  optionsOf: (kind: ManyKind, chosen: readonly string[]) => readonly Choice[];
  isRead: (kind: ManyKind) => boolean;
  /** Whether there is more to pick than `optionsOf` has: it is looked for by `find`. */
  hasMore: (kind: ManyKind) => boolean;
  find: (kind: ManyKind, text: string) => Promise<Called[]>;
  nameOf: NameOf;
}

/** Reads what conditions can name; `selfId` is a segment that cannot build on itself. Call it while a component is set up. */
export function readChoices(selfId: string): Choices {
  const attributes = createQuery(() => attributeList);
  const lists = createQuery(() => someLists);
  const segments = createQuery(() => someSegments);
  const campaigns = createQuery(() => someCampaigns);
  const stages = createQuery(() => stageList);
  const tenant = createQuery(() => tenantSettings);
  const failed = $derived(
    [attributes, lists, segments, campaigns, stages].find(({ data, isError }) => isError && !data),
  );
  const currency = $derived(tenant.data?.currency ?? 'EUR');
  const fields = $derived([
    ...standardFields,
    ...(attributes.data?.data ?? []).map(({ key, label, type }) => ({ field: `attributes.${key}`, label, type })),
  ]);
  const many: Record<ManyKind, NamedRows<Called>> = {
    list: readNamed<Called>(() => lists.data, { key: 'lists', find: findList }),
    segment: readNamed<Called>(() => segments.data, { key: 'segments', find: findSegment }),
    campaign: readNamed<Called>(() => campaigns.data, { key: 'campaigns', find: findCampaign }),
  };
  const stageOf = (id: string) => stages.data && (stages.data.data.find((stage) => stage.id === id) ?? null);
  return {
    selfId,
    get fields() {
      return fields;
    },
    get stages() {
      return (stages.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
    },
    get isPending() {
      return attributes.isPending || stages.isPending;
    },
    get failed() {
      return failed;
    },
    get unnamed() {
      return many.list.failed ?? many.segment.failed ?? many.campaign.failed;
    },
    get currency() {
      return currency;
    },
    optionsOf: (kind, chosen) =>
      many[kind]
        .with(chosen)
        .filter(({ id }) => id !== selfId)
        .map(({ id, name }) => ({ value: id, label: name })),
    isRead: (kind) => many[kind].isRead,
    hasMore: (kind) => many[kind].hasMore,
    find: async (kind, text) => {
      const found = await findByName[kind](text);
      many[kind].remember(found);
      return found.filter(({ id }) => id !== selfId);
    },
    nameOf: (kind, id) => {
      if (kind === 'money') return money({ amountMinor: Number(id), currency });
      if (kind === 'field') return fields.find(({ field }) => field === id)?.label ?? id;
      const row = kind === 'stage' ? stageOf(id) : many[kind].of(id);
      // Before it is read nothing is known to be gone.
      return row === undefined ? `a ${kind}` : (row?.name ?? `a ${kind} that is gone`);
    },
  };
}
