import { sql } from 'kysely';
import type { TenantDb } from '../../../db/connection.ts';
import { listDefinitionRules } from '../../../db/queries/broadcasts/audience-segments.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { findEditionSource, type EditionSource } from '../../../db/queries/content/edition-source.ts';
import { findMessageIds, findRule } from '../../../db/queries/drips/definitions.ts';
import { summariseDripReach, type DripReach } from '../../../db/queries/drips/reach.ts';
import { listDrips, type DripRow } from '../../../db/queries/drips/drips.ts';
import { foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding, Preflight } from '../../../domain/campaigns/preflight.ts';
import { checkDrip, type DripTenant } from '../../../domain/drips/checks.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import { checkEnd } from '../../../domain/parts/end.ts';
import type { ApiDeps } from '../../deps.ts';
import { secondsFor } from './preflight-pace.ts';
import { referenceErrorsOf } from '../drips/references.ts';
import { missingMessage, wayIn, type MissingPlace } from './preflight-missing.ts';
import { senderFindings } from './preflight-sender.ts';

/** A drip as pre-flight looks at it. */
export interface DripFacts {
  drip: DripRow;
  rule: DripDefinition;
  tenant: DripTenant;
  /** When its campaign is to start. */
  startAt: Date | null;
  /** The messages by the key of their step. */
  messages: Map<string, EditionSource>;
  /** References of a drip that has not begun to things that no longer exist; a copy of an old drip can have some. */
  missing: FieldError[];
}

/** Reads the drips of a campaign in the version that runs or will run. */
export async function readDripFacts(db: TenantDb, campaignId: string): Promise<DripFacts[]> {
  const facts: DripFacts[] = [];
  for (const drip of await listDrips(db, campaignId)) {
    const fact = await readVersionFacts(db, drip, drip.currentVersion);
    if (fact) facts.push(fact);
  }
  return facts;
}

/** Reads one version of a drip; undefined where there is none of this number. */
export async function readVersionFacts(db: TenantDb, drip: DripRow, number: number): Promise<DripFacts | undefined> {
  const rule = await findRule(db, { dripId: drip.id, number });
  if (!rule) return undefined;
  const messages = new Map<string, EditionSource>();
  for (const [step, id] of await findMessageIds(db, { dripId: drip.id, number })) {
    const source = await findEditionSource(db, id);
    if (source) messages.set(step, source);
  }
  const segmentRules = (await listDefinitionRules(db, rule)) ?? {};
  const startAt = (await findCampaign(db, drip.campaignId))?.startAt ?? null;
  const missing = drip.status === 'draft' ? await referenceErrorsOf(db, drip.campaignId, rule) : [];
  return { drip, rule, tenant: { ...(await readTenant(db)), segmentRules }, startAt, messages, missing };
}

async function readTenant(db: TenantDb): Promise<Omit<DripTenant, 'segmentRules'>> {
  const { rows } = await sql<{
    zone: string;
    quietFrom: string | null;
    quietTo: string | null;
    hasWebhookSecret: boolean;
  }>`
    select time_zone as zone, to_char(quiet_from, 'HH24:MI') as quiet_from, to_char(quiet_to, 'HH24:MI') as quiet_to,
      exists (select from webhook_secrets w where w.tenant_id = t.tenant_id and w.valid_until is null) as has_webhook_secret
    from tenants t where tenant_id = current_tenant()`.execute(db);
  const { zone = 'UTC', quietFrom = null, quietTo = null, hasWebhookSecret = false } = rows[0] ?? {};
  return { zone, hasWebhookSecret, quiet: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null };
}

/** Who would come into a drip now. Nobody comes into one that is over or closed. */
export async function readDripReach(db: TenantDb, { drip, rule, messages }: DripFacts): Promise<DripReach> {
  const isClosed = drip.status === 'completed' || drip.status === 'cancelled' || drip.entryClosedAt !== null;
  const contents = [...messages.values()].map(({ content }) => content);
  const topics = new Set(contents.map(({ topicId }) => topicId));
  const nowIso = new Date().toISOString();
  return summariseDripReach(db, {
    dripId: drip.id,
    entries: isClosed ? [] : rule.entries,
    reentry: rule.reentry,
    isMarketing: contents.length === 0 || contents.some(({ messageClass }) => messageClass === 'marketing'),
    topicId: topics.size === 1 ? [...topics][0]! : null,
    sinceIso: nowIso,
    nowIso,
  });
}

/** Checks a drip and each of its messages. */
export async function checkDripMessages(
  { renderer, config }: Pick<ApiDeps, 'renderer' | 'config'>,
  { drip, rule, tenant, startAt, messages, missing }: DripFacts,
): Promise<{ findings: Finding[]; messages: Preflight['drips'][number]['messages'] }> {
  const findings = checkDrip(rule, tenant);
  findings.push(
    ...missing.map((error) => ({
      severity: 'blocking' as const,
      code: error.code,
      message: missingMessage(error, missingPlace(rule, error.path)),
      where: placeOf(rule, error.path),
    })),
  );
  if (drip.status === 'draft') {
    const { endAt } = drip;
    findings.push(...checkEnd({ what: 'drip', endAt, startAt, firstAt: null, nowIso: new Date().toISOString() }));
  }
  const reports: Preflight['drips'][number]['messages'] = [];
  for (const step of rule.steps) {
    const source = step.kind === 'send' ? messages.get(step.key) : undefined;
    if (!source) continue;
    const { findings: ofMessage, htmlBytes } = await renderer.check(source);
    const all = [...ofMessage, ...senderFindings(source, config.sending)];
    findings.push(...all.map((finding) => ({ ...finding, where: `${stepName(step)}: ${finding.where}` })));
    const { content } = source;
    reports.push({ step: step.key, name: stepName(step), content, messageBytes: htmlBytes, findings: all });
  }
  return {
    findings: foundIn({ kind: 'drip', id: drip.id, name: drip.name }, findings),
    messages: reports,
  };
}

const placeWords: Record<string, string> = { goal: 'goal', exitWhen: 'exit rule', window: 'send window' };

/** Where in a drip something stands that is wrong, as people call it. */
function placeOf({ steps }: DripDefinition, path: string): string {
  const [, part = '', index = ''] = path.split('.');
  const step = part === 'steps' ? steps[Number(index)] : undefined;
  return step ? stepName(step) : (placeWords[part] ?? 'entries');
}

const rulePlaces: Record<string, MissingPlace> = {
  goal: { subject: 'The goal', mend: 'Take it out, and see who reaches the goal then.' },
  exitWhen: { subject: 'The exit rule', mend: 'Take it out, and see who leaves then.' },
};

function missingPlace(rule: DripDefinition, path: string): MissingPlace {
  const [, part = '', , field] = path.split('.');
  if (part !== 'steps') return rulePlaces[part] ?? wayIn;
  const subject = `The step “${placeOf(rule, path)}”`;
  if (field === 'condition') return { subject, mend: 'Take it out, and see who goes which way then.' };
  return { subject, mend: 'Choose another, or take the step out.' };
}

/** A drip as pre-flight shows it. */
export function reportDrip(
  { drip, rule, messages }: DripFacts,
  reach: DripReach,
  reports: Preflight['drips'][number]['messages'],
): Preflight['drips'][number] {
  const steps = rule.steps.length;
  const estimatedSeconds = secondsFor(reach.recipients, [...messages.values()]);
  return { dripId: drip.id, name: drip.name, steps, ...reach, estimatedSeconds, messages: reports };
}
