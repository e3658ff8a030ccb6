import { createQuery } from '@tanstack/svelte-query';
import { standardFields } from '../../../domain/segments/field.ts';
import { campaignById, campaignTypes } from '../campaigns/calls.ts';
import { money } from '../lib/format.ts';
import { stageList } from '../opportunities/calls.ts';
import { readMany, type NamedChoices } from '../segments/named-choices.svelte.ts';
import { attributeList, tenantSettings } from '../settings/calls.ts';
import type { NameOf } from './words.ts';

/** Something that can be picked by name. */
export interface Choice {
  value: string;
  label: string;
}

/** Everything that a drip can name. */
export interface Choices {
  readonly list: NamedChoices;
  readonly segment: NamedChoices;
  readonly attribute: readonly (Choice & { type: string })[];
  readonly status: readonly Choice[];
  nameOf: NameOf;
}

/** Reads what a drip of a campaign can name. Call it while a component is set up. */
export function readChoices(campaignId: () => string): Choices {
  const attributes = createQuery(() => attributeList);
  const campaign = createQuery(() => campaignById(campaignId()));
  const types = createQuery(() => campaignTypes);
  const stages = createQuery(() => stageList);
  const tenant = createQuery(() => tenantSettings);
  const read = { attribute: attributes, status: types };
  const many = { list: readMany('list'), segment: readMany('segment') };
  const known = $derived({
    attribute: (attributes.data?.data ?? []).map(({ key, label, type }) => ({ value: key, label, type })),
    status: (types.data?.data.find(({ id }) => id === campaign.data?.campaignTypeId)?.statuses ?? []).map(
      ({ id, name }) => ({ value: id, label: name }),
    ),
  });
  return {
    ...many,
    get attribute() {
      return known.attribute;
    },
    get status() {
      return known.status;
    },
    nameOf: (kind, id) => {
      // Rules name fields of the person and other campaigns: those are read where a rule is edited.
      if (kind === 'campaign') return id === campaignId() ? 'this campaign' : 'another campaign';
      if (kind === 'money') return money({ amountMinor: Number(id), currency: tenant.data?.currency ?? 'EUR' });
      if (kind === 'stage') {
        const name = stages.data?.data.find((stage) => stage.id === id)?.name;
        return name ?? (stages.data ? 'a stage of the pipeline that is gone' : 'a stage of the pipeline');
      }
      if (kind === 'field') {
        const own = known.attribute.find(({ value }) => `attributes.${value}` === id)?.label;
        return own ?? standardFields.find(({ field }) => field === id)?.label ?? id;
      }
      // Before they are read, and where they cannot be, nothing is known to be gone.
      if (kind === 'list' || kind === 'segment') {
        const row = many[kind].of(id);
        return row === undefined ? `a ${kind}` : (row?.name ?? `a ${kind} that is gone`);
      }
      const name = known[kind].find(({ value }) => value === id)?.label;
      return name ?? (read[kind].data ? `a ${kind} that is gone` : `a ${kind}`);
    },
  };
}
