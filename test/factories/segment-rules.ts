import fc from 'fast-check';
import { engagementKinds } from '../../domain/segments/engagement-kinds.ts';
import { FieldTest } from '../../domain/segments/field-test.ts';
import { opsOfType } from '../../domain/segments/ops.ts';
import { Rule } from '../../domain/segments/rule.ts';
import { maybe, words } from './segment-people.ts';
import type { SegmentWorld } from './segments.ts';

/** Rules about a world, of every kind of condition, nested up to three deep; `segmentIds` are segments that they may build on. */
export function ruleArbitrary(world: SegmentWorld, segmentIds: readonly string[]): fc.Arbitrary<Rule> {
  const campaign = fc.constantFrom(...world.campaigns);
  const field = fc.constantFrom(...world.fields, { field: 'attributes.gone', label: '', type: 'text' as const });
  const condition: fc.Arbitrary<unknown> = fc.oneof(
    {
      weight: 6,
      arbitrary: field.chain(({ field, type }) =>
        fc
          .constantFrom(...opsOfType[type])
          .chain((op) => fc.record({ kind: fc.constant('field'), field: fc.constant(field), test: testOf(op) })),
      ),
    },
    {
      weight: 3,
      arbitrary: campaign.chain(({ campaignId, sourceId }) =>
        fc.record({
          kind: fc.constant('engagement'),
          event: fc.constantFrom(...engagementKinds),
          times: fc.record({
            op: fc.constantFrom('atLeast', 'atMost', 'exactly'),
            count: fc.integer({ min: 0, max: 2 }),
          }),
          withinDays: maybe([1, 2, 30]),
          campaignId: maybe([campaignId]),
          sourceId: maybe([sourceId]),
          name: fc.constantFrom(undefined, undefined, 'even', 'odd'),
        }),
      ),
    },
    campaign.chain(({ campaignId, statusIds }) =>
      fc.record({
        kind: fc.constant('member'),
        is: fc.boolean(),
        campaignId: fc.constant(campaignId),
        statusIds: fc.subarray(statusIds),
        responded: fc.constantFrom(true, false, null),
      }),
    ),
    fc.record({
      kind: fc.constant('opportunity'),
      is: fc.boolean(),
      of: fc.constantFrom('person', 'account'),
      states: fc.subarray(['open', 'won', 'lost']),
      stageIds: fc.subarray(world.stageIds),
      atLeastMinor: maybe([0, 100_000]),
      closedWithinDays: maybe([1, 2, 30]),
    }),
    fc.record({ kind: fc.constant('list'), is: fc.boolean(), listIds: fc.subarray(world.listIds, { minLength: 1 }) }),
    ...(segmentIds.length > 0
      ? [fc.record({ kind: fc.constant('segment'), is: fc.boolean(), segmentId: fc.constantFrom(...segmentIds) })]
      : []),
  );
  const { rule } = fc.letrec<{ rule: unknown }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      condition,
      fc.record({
        kind: fc.constantFrom('all', 'any', 'none'),
        rules: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }),
      }),
    ),
  }));
  return rule.map((given) => Rule.parse(given));
}

function testOf(op: FieldTest['op']): fc.Arbitrary<FieldTest> {
  const day = fc.constantFrom('1996-02-29', '2027-02-28', '2027-03-01', '2026-03-01');
  return fc
    .record({
      op: fc.constant(op),
      values: fc.subarray([...words, 'lead', 'granted', 'unsubscribe'], { minLength: 1, maxLength: 4 }),
      value: ['equals', 'equalsNot', 'lessThan', 'atMost', 'moreThan', 'atLeast'].includes(op)
        ? fc.constantFrom(-1.5, 0, 2, 2.25, 10)
        : fc.constantFrom('b', 'LIN', 'é', 'ss', 'ς', '%', 'i̇', 'gran'),
      orMissing: fc.boolean(),
      day,
      from: op === 'betweenDays' ? day : fc.constantFrom(-7, 0),
      to: op === 'betweenDays' ? day : fc.constantFrom(0, 7),
      days: fc.constantFrom(0, 1, 7, 365),
      zone: fc.constantFrom('person', 'tenant'),
    })
    .map((given) => {
      const shape = FieldTest.options.find((option) => option.shape.op.value === op)!.shape;
      return FieldTest.parse(Object.fromEntries(Object.entries(given).filter(([key]) => key in shape)));
    });
}
