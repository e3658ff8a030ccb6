import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { enrolByForm } from '../../../db/queries/forms/members.ts';
import { insertFormEvent, type PublicFormRow } from '../../../db/queries/forms/forms.ts';
import { attempt } from '../../../db/queries/ingest/identity-calls.ts';
import { insertListPeople } from '../../../db/queries/segments/lists.ts';
import { holdByEmailKey } from '../../../db/queries/people/hold-person.ts';
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
    asks = (await insertSignUpOf(db, actorOf(sent), { id: sent.signUpId, personId, consent })) !== null;
  });
  // Without a sender, or asked too often: the form is taken all the same, and nobody is told which address is known.
  if (failed && !(failed.error instanceof DomainError)) throw failed.error;
  return { asks };
}

async function takePerson(db: TenantDb, sent: SentForm): Promise<string> {
  const { emailKey } = sent.submission;
  const known = await holdByEmailKey(db, emailKey);
  if (known !== null) return fillIn(db, sent, known);
  let made = '';
  const failed = await attempt(db, async () => {
    made = await makeLead(db, sent);
  });
  if (!failed) return made;
  // Another form, or what a page said of them, made them at this moment.
  const other = failed.error instanceof DomainError ? await holdByEmailKey(db, emailKey) : null;
  if (other === null) throw failed.error;
  return fillIn(db, sent, other);
}

const actorOf = ({ tenantId, form }: SentForm) => systemActor(tenantId, cut(`Form: ${form.name}`, 0, 100));

async function makeLead(db: TenantDb, sent: SentForm): Promise<string> {
  const { form, submission } = sent;
  const input: PersonInput = {
    ...submission.person,
    email: submission.email,
    ...(form.leadSource ? { leadSource: form.leadSource } : {}),
    ...(form.campaignId ? { sourceCampaignId: form.campaignId } : {}),
  };
  const id = await insertPerson(db, input);
  const entity = { entityKind: 'person', entityId: id };
  await insertAudit(db, actorOf(sent), {
    action: 'person.add',
    ...entity,
    after: { fields: Object.keys(input).sort() },
  });
  return id;
}

async function fillIn(db: TenantDb, sent: SentForm, id: string): Promise<string> {
  const person = await findPerson(db, id);
  const changes = Object.fromEntries(
    Object.entries(sent.submission.person).filter(([field]) => !person?.[field as keyof typeof person]),
  );
  const fields = Object.keys(changes).sort();
  if (fields.length === 0) return id;
  await markPerson(db, { id, version: null, changes });
  const entity = { entityKind: 'person', entityId: id };
  await insertAudit(db, actorOf(sent), { action: 'person.edit', ...entity, after: { fields } });
  return id;
}

/** Where they came from; a form of a campaign is a touch of it also where no link was tagged. */
function sourceOf(sent: SentForm, campaign: { utmId: string; name: string } | undefined): Source {
  const source = readSource({ url: sent.pageUrl, referrer: sent.referrer, campaign: undefined });
  if (isTagged(source) || !campaign) return source;
  return { ...source, utm: { id: campaign.utmId, campaign: campaign.name, medium: 'form' } };
}
