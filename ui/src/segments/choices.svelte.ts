import { createQuery } from '@tanstack/svelte-query';
import type { RuleField } from '../../../domain/segments/field.ts';
import { standardFields } from '../../../domain/segments/field.ts';
import { money } from '../lib/format.ts';
import { stageList } from '../opportunities/calls.ts';
import { attributeList, tenantSettings } from '../settings/calls.ts';
import type { ManyKind } from './choice-calls.ts';
import { readMany, type NamedChoices } from './named-choices.svelte.ts';
import type { NameOf } from './words.ts';

/** Something that can be picked by name. */
export interface Choice {
  value: string;
  label: string;
}

/** Everything that a condition can name, read once for the whole builder: of lists, segments and campaigns the first ones. */
export interface Choices {
  readonly fields: readonly RuleField[];
  readonly stages: readonly Choice[];
  /** The organisation's. */
  readonly currency: string;
  /** Whether the fields and stages are not read yet, without which no condition can be shown. */
  readonly isPending: boolean;
  /** What could not be read: without it a rule would seem to name what is gone. */
  readonly failed: { error: unknown; refetch: () => unknown } | undefined;
  /** A name of something chosen that could not be read: the rule can be edited all the same. */
  readonly unnamed: { error: unknown; refetch: () => unknown } | undefined;
  /** What there is to pick by name. */
  readonly many: Readonly<Record<ManyKind, NamedChoices>>;
  nameOf: NameOf;
}

/** Reads what conditions can name; `selfId` is a segment that cannot build on itself. Call it while a component is set up. */
export function readChoices(selfId: string): Choices {
  const attributes = createQuery(() => attributeList);
  const stages = createQuery(() => stageList);
  const tenant = createQuery(() => tenantSettings);
  const many = {
    list: readMany('list'),
    segment: readMany('segment', { without: selfId }),
    campaign: readMany('campaign'),
  };
  const failed = $derived(
    [attributes, stages].find(({ data, isError }) => isError && !data) ??
      [many.list, many.segment, many.campaign].find(({ unread }) => unread)?.unread,
  );
  const currency = $derived(tenant.data?.currency ?? 'EUR');
  const fields = $derived([
    ...standardFields,
    ...(attributes.data?.data ?? []).map(({ key, label, type }) => ({ field: `attributes.${key}`, label, type })),
  ]);
  const stageOf = (id: string) => stages.data && (stages.data.data.find((stage) => stage.id === id) ?? null);
  return {
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
    many,
    nameOf: (kind, id) => {
      if (kind === 'money') return money({ amountMinor: Number(id), currency });
      if (kind === 'field') return fields.find(({ field }) => field === id)?.label ?? id;
      const row = kind === 'stage' ? stageOf(id) : many[kind].of(id);
      // Before it is read nothing is known to be gone.
      return row === undefined ? `a ${kind}` : (row?.name ?? `a ${kind} that is gone`);
    },
  };
}
