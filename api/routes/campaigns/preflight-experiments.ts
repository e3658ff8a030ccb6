import type { TenantDb } from '../../../db/connection.ts';
import { findEditionSource, type EditionSource } from '../../../db/queries/content/edition-source.ts';
import { findStepMessage } from '../../../db/queries/drips/rounds.ts';
import { findDrip } from '../../../db/queries/drips/drips.ts';
import { listExperiments, type ExperimentRow } from '../../../db/queries/experiments/experiments.ts';
import { foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding, Preflight } from '../../../domain/campaigns/preflight.ts';
import { testAlpha, testPower } from '../../../domain/experiments/arms.ts';
import { wholeShare } from '../../../domain/experiments/assignment.ts';
import { noticeableLift, testSize } from '../../../domain/experiments/size.ts';
import type { ApiDeps } from '../../deps.ts';
import { senderFindings } from './preflight-sender.ts';

/** A test as pre-flight looks at it: each variant's message as it would be sent. */
export interface ExperimentFacts {
  test: ExperimentRow;
  sources: { label: string; source: EditionSource }[];
}

type Report = Preflight['experiments'][number];

/** Reads the tests of a campaign that are still to be, or go on. */
export async function readExperimentFacts(db: TenantDb, campaignId: string): Promise<ExperimentFacts[]> {
  const facts: ExperimentFacts[] = [];
  for (const test of await listExperiments(db, campaignId)) {
    const messageId = await messageOf(db, test);
    const sources: ExperimentFacts['sources'] = [];
    for (const { label, changes } of test.variants) {
      const source = messageId && (await findEditionSource(db, messageId, changes));
      if (source) sources.push({ label, source });
    }
    facts.push({ test, sources });
  }
  return facts;
}

async function messageOf(db: TenantDb, { broadcastId, dripId, stepId, dripVersion }: ExperimentRow) {
  if (broadcastId) return broadcastId;
  const drip = await findDrip(db, dripId ?? '');
  if (!drip || !stepId) return undefined;
  return (await findStepMessage(db, { dripId: drip.id, number: dripVersion ?? drip.currentVersion, stepId }))?.id;
}

/** Checks a test: each variant's message, and whether there are people enough; `recipients` of its broadcast, null for a drip. */
export async function reportExperiment(
  { renderer, config }: Pick<ApiDeps, 'renderer' | 'config'>,
  { test, sources }: ExperimentFacts,
  recipients: number | null,
): Promise<{ findings: Finding[]; report: Report }> {
  const findings: Finding[] = [...obstacles(test, sources.length > 0), ...sizeFindings(test, recipients)];
  const messages: Report['messages'] = [];
  for (const { label, source } of sources) {
    const { findings: ofMessage, htmlBytes } = await renderer.check(source);
    const all = [...ofMessage, ...senderFindings(source, config.sending)];
    // What is wrong with A is said of the message itself.
    if (label !== 'A')
      findings.push(...all.map((finding) => ({ ...finding, where: `Variant ${label}: ${finding.where}` })));
    messages.push({ label, name: `Variant ${label}`, content: source.content, messageBytes: htmlBytes, findings: all });
  }
  if (test.metric === 'opens')
    findings.push({
      severity: 'warning',
      code: 'opens_inflated',
      message:
        'Mail programs open messages by themselves, so opens tell little about people. Clicks are a better measure.',
      where: 'metric',
    });
  return {
    findings: foundIn({ kind: 'experiment', id: test.id, name: test.name }, findings),
    report: {
      experimentId: test.id,
      name: test.name,
      sourceName: test.sourceName,
      testPeople: recipients === null ? null : peopleIn(test, recipients),
      neededPeople: neededBy(test),
      messages,
    },
  };
}

function obstacles({ localStart }: ExperimentRow, hasMessage: boolean): Finding[] {
  const where = 'test';
  const found: Finding[] = [];
  if (localStart !== null) {
    const message =
      'A broadcast that goes by everybody’s own clock cannot be tested. Give it one start, or remove the test.';
    found.push({ severity: 'blocking', code: 'test_by_local_clock', message, where });
  }
  if (!hasMessage) {
    const message = 'The message that it tests is not sent any more. Remove the test.';
    found.push({ severity: 'blocking', code: 'test_without_message', message, where });
  }
  return found;
}

const peopleIn = ({ testShare }: ExperimentRow, recipients: number): number =>
  Math.floor((recipients * testShare) / wholeShare);

const designOf = (test: ExperimentRow) => ({
  ...test,
  variants: test.variants.length,
  power: testPower,
  alpha: testAlpha,
});

const neededBy = (test: ExperimentRow): number => testSize(designOf(test)).people;

function sizeFindings(test: ExperimentRow, recipients: number | null): Finding[] {
  if (recipients === null) return [];
  const [people, needed] = [peopleIn(test, recipients), neededBy(test)];
  const where = 'size';
  if (people < test.minimumPeople * test.variants.length) {
    const message = `The test has ${people.toLocaleString('en')} people for ${test.variants.length} variants, and each must reach ${test.minimumPeople.toLocaleString('en')} before anything is concluded: it will end without a winner.`;
    return [{ severity: 'warning', code: 'test_below_minimum', message, where }];
  }
  if (people >= needed) return [];
  const lift = noticeableLift(people, designOf(test));
  const sees =
    lift === null ? 'It is unlikely to have a winner' : `It notices differences of ${Math.ceil(lift * 100)} % and more`;
  const message = `The test has ${people.toLocaleString('en')} people, and what it is planned for needs ${needed.toLocaleString('en')}. ${sees}.`;
  return [{ severity: 'warning', code: 'test_too_small', message, where }];
}
