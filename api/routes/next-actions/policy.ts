import { z } from '@hono/zod-openapi';
import { v7 as uuidv7 } from 'uuid';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { countEffect, listEvaluations } from '../../../db/queries/next-actions/outcomes.ts';
import { insertPolicy, listPolicies, updatePolicy, type PolicyRow } from '../../../db/queries/next-actions/policies.ts';
import { takeBackQueued } from '../../../db/queries/next-actions/take-back.ts';
import { listTargets } from '../../../db/queries/next-actions/targets.ts';
import { askForMembers } from '../../../db/queries/next-actions/work.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { askedCause } from '../../../domain/next-actions/cause.ts';
import { effectOf } from '../../../domain/next-actions/effect.ts';
import { PolicyInput } from '../../../domain/next-actions/next-action.ts';
import { startingPolicy } from '../../../domain/next-actions/policy.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { wakeRounds } from './tell.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, Time } from '../../schemas.ts';

const tags = ['next actions'];
const Which = z.object({
  campaignId: Id.optional().openapi({
    description: 'The policy of a campaign; without it the one of the organisation',
  }),
});
const Policy = PolicyInput.extend({
  /** For If-Match; 0: nobody has set it yet. */
  version: z.int(),
  /** What decides: the rule, or which version of what was learned. */
  decides: z.object({ kind: z.enum(['rule', 'learned']), number: z.int() }),
});
const readRoute = createRoute({
  method: 'get',
  path: '/next-actions/policy',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'Who decides what is next for people, within which limits, and what is offered',
  request: { query: Which },
  responses: { 200: json(Policy, 'The policy') },
});
const writeRoute = createRoute({
  method: 'put',
  path: '/next-actions/policy',
  action: 'campaigns.launch',
  versioned: true,
  tags,
  summary:
    'Set the policy and everything that it offers; offers that are left out are not made any more, and turned off it takes back the messages that wait to be sent',
  request: { query: Which, body: jsonBody(PolicyInput) },
  responses: { 200: json(Policy, 'The policy as it is now') },
});
const Target = z.object({
  id: Id,
  kind: z.enum(['item', 'programme', 'drip']),
  name: z.string(),
  campaign: z.object({ id: Id, name: z.string() }),
});
const targetsRoute = createRoute({
  method: 'get',
  path: '/next-actions/targets',
  action: 'people.read',
  tags,
  summary: 'What can be offered: approved items and programmes, and drips, of campaigns that run',
  responses: { 200: json(pageOf(Target), 'What there is') },
});
const Group = z.object({ people: z.int(), answered: z.int(), rate: z.number().nullable() });
const Estimate = z.object({ mean: z.number(), interval: z.array(z.number()).length(2) });
const Effects = z.object({
  acted: Group,
  heldOut: Group,
  difference: Estimate.nullable(),
  verdict: z.enum(['better', 'worse', 'no_difference', 'too_few']),
  /** Weekly: whether something that was learned would be worth more than what decides. The newest first. */
  evaluations: z.array(
    z.object({
      at: Time,
      decisions: z.int(),
      why: z.enum(['better', 'too_little', 'incumbent_wins', 'constant_wins']),
      figures: z.record(z.string(), z.unknown()),
    }),
  ),
});
const effectRoute = createRoute({
  method: 'get',
  path: '/next-actions/effect',
  action: 'people.read',
  tags,
  summary: 'What acting brought against leaving people alone, and what the weekly evaluation found',
  request: { query: Which },
  responses: { 200: json(Effects, 'The effect so far') },
});
const lookRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/next-actions/look',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Look at the members of a campaign who have nothing open, 5,000 at most, and choose what is next for each',
  request: { params: IdParam },
  responses: { 202: json(z.object({ people: z.int() }), 'How many are looked at; decisions appear as they are taken') },
});

/** Members that one request may ask for. */
const mostMembers = 5000;

/** The policy of the organisation and of campaigns, what can be offered, the effect, and looking at members on request. */
export function nextActionPolicyRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(readRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { campaignId } = c.req.valid('query');
    const policy = await withTenant(database.db, tenantId, (db) => readPolicy(db, campaignId));
    setEtag(c, policy?.version ?? 0);
    return c.json(present(policy), 200);
  });

  app.openapi(writeRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { campaignId } = c.req.valid('query');
    const { offers, ...settings } = c.req.valid('json');
    const expected = expectedVersion(c);
    const policy = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await readPolicy(db, campaignId);
      if (expected !== null && expected !== (before?.version ?? 0)) throw changedMeanwhile();
      await requireTargets(db, offers);
      const id = before?.id ?? uuidv7();
      if (!before) await insertPolicy(db, { id, campaignId: campaignId ?? null });
      const own = new Set(before?.offers.map((offer) => offer.id));
      const kept = offers.map((offer) => ({ ...offer, id: offer.id && own.has(offer.id) ? offer.id : uuidv7() }));
      if (!(await updatePolicy(db, { id, version: before?.version ?? 1, settings, offers: kept })))
        throw changedMeanwhile();
      if (settings.mode === 'off') await takeBackQueued(db, id);
      const entity = { entityKind: campaignId ? 'campaign' : 'tenant', entityId: campaignId ?? actor.tenantId };
      await insertAudit(db, actor, {
        action: 'nextActions.setPolicy',
        ...entity,
        before: before ? { ...before.settings, offers: before.offers } : null,
        after: { ...settings, offers: kept },
      });
      return readPolicy(db, campaignId);
    });
    if (settings.mode !== 'off') await wakeRounds(deps, actor.tenantId);
    setEtag(c, policy?.version ?? 0);
    return c.json(present(policy), 200);
  });

  app.openapi(targetsRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const data = await withTenant(database.db, tenantId, listTargets);
    return c.json(
      {
        data: data.map(({ campaignId, campaignName, ...target }) => ({
          ...target,
          campaign: { id: campaignId, name: campaignName },
        })),
        nextCursor: null,
      },
      200,
    );
  });

  app.openapi(effectRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { campaignId } = c.req.valid('query');
    const found = await withTenant(database.db, tenantId, async (db) => {
      const policy = await readPolicy(db, campaignId);
      if (!policy) return { counts: null, evaluations: [] };
      return { counts: await countEffect(db, policy.id), evaluations: await listEvaluations(db, policy.id, 12) };
    });
    const nobody = { people: 0, answered: 0 };
    const { acted, heldOut } = found.counts ?? { acted: nobody, heldOut: nobody };
    const evaluations = found.evaluations.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
    return c.json({ ...effectOf(acted, heldOut), evaluations }, 200);
  });

  app.openapi(lookRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id: campaignId } = c.req.valid('param');
    const cause = askedCause(creationId(c));
    const people = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaign(db, campaignId))) throw notFound('campaign');
      const deciding = await listPolicies(db, 'deciding');
      if (!deciding.some((policy) => policy.campaignId === null || policy.campaignId === campaignId))
        throw new DomainError('conflict', 'Next actions are off. Choose under Next actions, Settings, who decides.');
      const people = await askForMembers(db, { campaignId, cause, limit: mostMembers });
      const about = { entityKind: 'campaign', entityId: campaignId };
      await insertAudit(db, actor, { action: 'nextActions.look', ...about, after: { people } });
      return people;
    });
    await wakeRounds(deps, actor.tenantId);
    return c.json({ people }, 202);
  });
  return app;
}

async function readPolicy(db: TenantDb, campaignId: string | undefined): Promise<PolicyRow | undefined> {
  if (campaignId && !(await findCampaign(db, campaignId))) throw notFound('campaign');
  return (await listPolicies(db, { campaignId: campaignId ?? null }))[0];
}

/** Whatever sends or takes people somewhere must say what or where, and that must be there. */
async function requireTargets(db: TenantDb, offers: PolicyInput['offers']): Promise<void> {
  const known = new Set((await listTargets(db)).map(({ id }) => id));
  const errors = offers.flatMap(({ kind, targetId, isActive }, at) => {
    if (kind === 'create_task' || !isActive) return [];
    if (targetId !== null && known.has(targetId)) return [];
    const message = 'Choose something of a campaign that runs, or take the offer off.';
    return [{ path: `offers.${at}.targetId`, code: 'unknown', message }];
  });
  if (errors.length > 0) throw new DomainError('invalid', 'Something that is offered does not exist.', errors);
}

function present(policy: PolicyRow | undefined): z.infer<typeof Policy> {
  if (!policy) return { ...startingPolicy, offers: [], version: 0, decides: { kind: 'rule', number: 1 } };
  const { kind, number } = policy.champion;
  return { ...policy.settings, offers: policy.offers, version: policy.version, decides: { kind, number } };
}
