import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { enrolByForm } from '../../../db/queries/forms/members.ts';
import { insertFormEvent, type PublicFormRow } from '../../../db/queries/forms/forms.ts';
import { findByEmailKey } from '../../../db/queries/ingest/identities.ts';
import { attempt } from '../../../db/queries/ingest/identity-calls.ts';
import { insertListPeople } from '../../../db/queries/segments/lists.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { insertPerson, markPerson } from '../../../db/queries/people/save.ts';
import { isFirstEvent } from '../../../db/queries/engagement/reactions.ts';
import { cut } from '../../../domain/characters.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Submission } from '../../../domain/forms/submission.ts';
import { isTagged, readSource, type Source } from '../../../domain/ingest/touch.ts';
import type { PersonInput } from '../../../domain/people/person.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import { insertSignUpOf } from '../sign-ups/sign-up.ts';

/** A form as it was sent: checked, once (`nonce`), and from where. */
export interface SentForm {
  tenantId: string;
  form: PublicFormRow;
  submission: Submission;
  nonce: string;
  /** For the sign-up that may follow from it. */
  signUpId: string;
  pageUrl: string | null;
  referrer: string | null;
  visitor: string | null;
  userAgent: string | null;
}

/**
 * Takes a form in the caller's transaction: the person (a lead that its campaign brought, where nobody has the address), their list, their
 * membership, the question whether they want
 * mail, and the event by which they are touched. Whoever fills in a form may be anybody, so that it adds to what is known and never
 * overwrites it. Returns whether somebody is to be asked by mail; sent twice it does nothing.
 */
export async function takeForm(db: TenantDb, sent: SentForm): Promise<{ asks: boolean }> {
  const { form, submission } = sent;
  if (!(await isFirstEvent(db, `form ${sent.nonce}`))) return { asks: false };
  const actor = systemActor(sent.tenantId, cut(`Form: ${form.name}`, 0, 100));
  const personId = await takePerson(db, sent);
  if (form.listId) await insertListPeople(db, form.listId, [personId]);
  const campaign = form.campaignId ? await findCampaign(db, form.campaignId) : undefined;
  if (campaign) await enrolByForm(db, { campaignId: campaign.id, personId, formName: form.name });
  const source = sourceOf(sent, campaign);
  await insertFormEvent(db, {
    formId: form.id,
    name: form.name,
    personId,
    campaignId: form.campaignId,
    anonymousId: sent.visitor,
    data: {
      ...(Object.keys(submission.answers).length > 0 ? { properties: submission.answers } : {}),
      source,
      ...(sent.userAgent ? { userAgent: sent.userAgent } : {}),
    },
  });
  if (!submission.wantsMail) return { asks: false };
  const consent = { source: `form: ${form.name}`.slice(0, 200), ...(form.topicId ? { topicId: form.topicId } : {}) };
  let asks = false;
  const failed = await attempt(db, async () => {
    asks = (await insertSignUpOf(db, actor, { id: sent.signUpId, personId, consent })) !== null;
  });
  // Without a sender, or asked too often: the form is taken all the same, and nobody is told which address is known.
  if (failed && !(failed.error instanceof DomainError)) throw failed.error;
  return { asks };
}

async function takePerson(db: TenantDb, { tenantId, form, submission }: SentForm): Promise<string> {
  const actor = systemActor(tenantId, cut(`Form: ${form.name}`, 0, 100));
  const known = await findByEmailKey(db, submission.emailKey);
  const entity = (entityId: string) => ({ entityKind: 'person', entityId });
  if (!known) {
    const leadSource = form.leadSource ?? undefined;
    const brought = form.campaignId ? { sourceCampaignId: form.campaignId } : {};
    const input: PersonInput = {
      ...submission.person,
      email: submission.email,
      ...(leadSource ? { leadSource } : {}),
      ...brought,
    };
    const id = await insertPerson(db, input);
    await insertAudit(db, actor, { action: 'person.add', ...entity(id), after: { fields: Object.keys(input).sort() } });
    return id;
  }
  const person = await findPerson(db, known.id);
  const changes = Object.fromEntries(
    Object.entries(submission.person).filter(([field]) => !person?.[field as keyof typeof person]),
  );
  const fields = Object.keys(changes).sort();
  if (fields.length === 0) return known.id;
  await markPerson(db, { id: known.id, version: null, changes });
  await insertAudit(db, actor, { action: 'person.edit', ...entity(known.id), after: { fields } });
  return known.id;
}

/** Where they came from; a form of a campaign is a touch of it also where no link was tagged. */
function sourceOf(sent: SentForm, campaign: { utmId: string; name: string } | undefined): Source {
  const source = readSource({ url: sent.pageUrl, referrer: sent.referrer, campaign: undefined });
  if (isTagged(source) || !campaign) return source;
  return { ...source, utm: { id: campaign.utmId, campaign: campaign.name, medium: 'form' } };
}
