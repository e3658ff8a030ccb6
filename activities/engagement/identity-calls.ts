import type { TenantDb } from '../../db/connection.ts';
import { upsertAccount, findAccountByExternalId } from '../../db/queries/accounts.ts';
import { listAttributes } from '../../db/queries/attributes.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { insertConsent, isDeniedByReports } from '../../db/queries/consent/consents.ts';
import {
  findByAnonymousId,
  findByEmailKey,
  findByUserId,
  linkIdentities,
  listAnonymousIdsOf,
  type Link,
} from '../../db/queries/ingest/identities.ts';
import {
  attempt,
  holdMerges,
  putBackIdentityCall,
  takeIdentityCalls,
  type WaitingCall,
} from '../../db/queries/ingest/identity-calls.ts';
import { insertNotes, type NewNote } from '../../db/queries/ingest/ingest.ts';
import { findPerson } from '../../db/queries/people/people.ts';
import { insertPerson, markPerson } from '../../db/queries/people/save.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import { DomainError } from '../../domain/errors.ts';
import { readAccountTraits } from '../../domain/ingest/account-traits.ts';
import { decideIdentity, type Identity } from '../../domain/ingest/identity.ts';
import { readTraits, type ReadTraits } from '../../domain/ingest/traits.ts';
import type { Person, PersonInput } from '../../domain/people/person.ts';
import type { Actor } from '../../domain/policy/actor.ts';

/** What became of a call: a stable code, and a sentence for whoever sets the site up. */
interface Outcome {
  code: string;
  detail: string;
}

/** A call is given up after so many tries. */
const mostAttempts = 5;

/**
 * Applies up to `limit` calls that say who somebody is, in the caller's transaction, each taken back alone where it fails. Returns how
 * many were taken.
 */
export async function applyIdentityCalls(db: TenantDb, tenantId: string, limit: number): Promise<number> {
  const calls = await takeIdentityCalls(db, limit);
  // One call that cannot be read keeps no other from being applied: without the batches a merge may have to be tried again, no more.
  await attempt(db, () => holdMerges(db, calls));
  const notes: NewNote[] = [];
  for (const call of calls) {
    const note = { writeKeyId: call.key.id, type: call.type, outcome: 'applied' as const };
    const failed = await attempt(db, async () => {
      notes.push({ ...note, ...(await applyCall(db, actorOf(tenantId, call), call)) });
    });
    if (!failed) continue;
    if (failed.error instanceof DomainError)
      notes.push({ ...note, outcome: 'refused', code: failed.error.code, detail: failed.error.message });
    else if (call.attempts + 1 < mostAttempts) await putBackIdentityCall(db, call);
    else notes.push({ ...note, outcome: 'refused', code: 'failed', detail: 'It could not be applied. Send it again.' });
  }
  await insertNotes(db, notes);
  return calls.length;
}

function actorOf(tenantId: string, { key }: WaitingCall): Actor {
  const { id: keyId, name } = key;
  return { tenantId, kind: 'apiKey', personId: null, keyId, name, role: 'manager', isInstallationOperator: false };
}

async function applyCall(db: TenantDb, actor: Actor, waiting: WaitingCall): Promise<Outcome> {
  switch (waiting.type) {
    case 'identify':
      return applyIdentify(db, actor, waiting);
    case 'group':
      return applyGroup(db, waiting);
    case 'alias':
      return applyAlias(db, actor, waiting);
  }
}

async function applyIdentify(db: TenantDb, actor: Actor, { call, key }: WaitingCall): Promise<Outcome> {
  const attributes = await listAttributes(db);
  const traits = readTraits(call.traits, { attributes, consentTrait: key.consentTrait });
  const { userId, anonymousId } = call;
  const identity = decideIdentity({
    kind: key.kind,
    userId,
    emailKey: traits.emailKey,
    byUser: userId === null ? null : await findByUserId(db, userId, key.kind === 'site'),
    byAnonymous: anonymousId === null ? null : await findByAnonymousId(db, anonymousId),
    byEmail: traits.emailKey === null ? null : await findByEmailKey(db, traits.emailKey),
  });
  if (identity.kind === 'nobody')
    return { code: 'nobody_yet', detail: 'Nobody is known by this visitor id yet: give a userId or an email.' };
  const personId =
    identity.kind === 'create'
      ? await createPerson(db, actor, { identity, traits })
      : await changePerson(db, actor, { identity, traits, onlyEmpty: key.kind === 'site' });
  await linkAll(db, { personId, userId, anonymousId, proven: key.kind === 'server' });
  if (traits.consent) await recordConsent(db, actor, { personId, state: traits.consent, source: key.name });
  const left = [...traits.problems, ...(traits.email !== null && !identity.takesEmail ? leftEmail(identity) : [])];
  const done = identity.kind === 'create' ? 'Made a person' : 'Found the person';
  return left.length === 0
    ? { code: identity.kind === 'create' ? 'created' : 'known', detail: `${done}.` }
    : { code: 'partly', detail: `${done}. Left out: ${left.join('; ')}.` };
}

function leftEmail(identity: Identity): string[] {
  return identity.kind === 'create' ? ['email belongs to somebody with another userId'] : [];
}

async function createPerson(
  db: TenantDb,
  actor: Actor,
  { identity, traits }: { identity: Extract<Identity, { kind: 'create' }>; traits: ReadTraits },
): Promise<string> {
  const input: PersonInput = {
    ...traits.fields,
    ...(identity.externalId === null ? {} : { externalId: identity.externalId }),
    ...(identity.takesEmail && traits.email !== null ? { email: traits.email } : {}),
    attributes: traits.attributes,
  };
  const id = await insertPerson(db, input);
  const entity = { entityKind: 'person', entityId: id };
  await insertAudit(db, actor, { action: 'person.add', ...entity, after: { fields: Object.keys(input).sort() } });
  return id;
}

interface Change {
  identity: Extract<Identity, { kind: 'known' }>;
  traits: ReadTraits;
  onlyEmpty: boolean;
}

async function changePerson(db: TenantDb, actor: Actor, { identity, traits, onlyEmpty }: Change): Promise<string> {
  const { personId: id, mergeId } = identity;
  const entity = { entityKind: 'person', entityId: id };
  if (mergeId !== null) {
    await mergePeople(db, { keepId: id, mergeId });
    await insertAudit(db, actor, { action: 'person.merge', ...entity, after: { merged: mergeId } });
  }
  const person = await findPerson(db, id);
  if (!person) return id;
  const said: PersonInput = {
    ...traits.fields,
    ...(identity.externalId === null ? {} : { externalId: identity.externalId }),
    ...(identity.takesEmail && traits.email !== null ? { email: traits.email } : {}),
  };
  const changes = differing(person, { ...said, attributes: traits.attributes }, onlyEmpty);
  const fields = Object.keys(changes).sort();
  if (fields.length === 0) return id;
  await markPerson(db, { id, version: null, changes });
  await insertAudit(db, actor, { action: 'person.edit', ...entity, after: { fields } });
  return id;
}

/** The part of an input that would change the person; `onlyEmpty` keeps every value that is there already. */
function differing(person: Person, { attributes = {}, ...fields }: PersonInput, onlyEmpty: boolean): PersonInput {
  const wanted = (known: unknown, said: unknown): boolean =>
    known === null || known === undefined ? said !== null : !onlyEmpty && known !== said;
  const changes = Object.entries(fields).filter(([field, said]) => wanted(person[field as keyof Person], said));
  const own = Object.entries(attributes).filter(([key, said]) =>
    wanted(Object.hasOwn(person.attributes, key) ? person.attributes[key] : null, said),
  );
  return { ...Object.fromEntries(changes), ...(own.length > 0 ? { attributes: Object.fromEntries(own) } : {}) };
}

/**
 * A yes counts where nothing was said before: who opted out comes back by confirming it, and not by what another system remembers. A no is
 * kept once: also where only a mail was read as one, which may be taken back.
 */
async function recordConsent(
  db: TenantDb,
  actor: Actor,
  { personId, state, source }: { personId: string; state: 'granted' | 'denied'; source: string },
): Promise<void> {
  const person = await findPerson(db, personId);
  if (!person || (state === 'granted' && person.consent !== 'unknown')) return;
  if (state === 'denied' && person.consent === 'denied' && !(await isDeniedByReports(db, personId))) return;
  await insertConsent(db, personId, { state, source: `events: ${source}`.slice(0, 200), basis: 'consent' });
  const entity = { entityKind: 'person', entityId: personId };
  await insertAudit(db, actor, { action: 'person.consent', ...entity, after: { consent: state } });
}

/** The ids of a call mean this person from now on, and so do the visitors under which events of the user id came in. */
async function linkAll(
  db: TenantDb,
  given: { personId: string; userId: string | null; anonymousId: string | null; proven: boolean },
): Promise<void> {
  const { personId, userId, anonymousId, proven } = given;
  const links: Link[] = [];
  if (userId !== null) {
    const visitors = await listAnonymousIdsOf(db, userId);
    await linkIdentities(
      db,
      visitors.map((value) => ({ kind: 'anonymous', value, personId })),
      { proven: false, isMove: false },
    );
    links.push({ kind: 'user', value: userId, personId });
  }
  if (anonymousId !== null) links.push({ kind: 'anonymous', value: anonymousId, personId });
  await linkIdentities(db, links, { proven, isMove: true });
}

async function applyGroup(db: TenantDb, { call, key }: WaitingCall): Promise<Outcome> {
  const externalId = call.groupId ?? '';
  const known = await findAccountByExternalId(db, externalId);
  const traits = readAccountTraits(call.traits);
  const account =
    known && (key.kind === 'site' || Object.keys(traits).length === 0)
      ? known
      : await upsertAccount(db, externalId, { name: known?.name ?? externalId, ...traits });
  const person =
    (call.userId === null ? null : await findByUserId(db, call.userId)) ??
    (call.anonymousId === null ? null : await findByAnonymousId(db, call.anonymousId));
  if (!person) return { code: 'nobody_yet', detail: 'The account is there, but nobody is known by these ids yet.' };
  const found = await findPerson(db, person.id);
  const isFree = found?.accountId === null || key.kind === 'server';
  if (found && isFree && found.accountId !== account.id)
    await markPerson(db, { id: person.id, version: null, changes: { accountId: account.id } });
  return { code: known ? 'known' : 'created', detail: 'The person belongs to the account.' };
}

/** Two ids of one person: known people become one where a server says so; a visitor's own id is taken to be theirs. */
async function applyAlias(db: TenantDb, actor: Actor, { call, key }: WaitingCall): Promise<Outcome> {
  const [userId, previousId] = [call.userId ?? '', call.previousId ?? ''];
  const isServer = key.kind === 'server';
  const target = await findByUserId(db, userId);
  const former = isServer ? await findByUserId(db, previousId) : null;
  if (!target && !former) return { code: 'nobody_yet', detail: 'Nobody is known by either of the two ids.' };
  if (target && former && target.id !== former.id) {
    await mergePeople(db, { keepId: target.id, mergeId: former.id });
    const entity = { entityKind: 'person', entityId: target.id };
    await insertAudit(db, actor, { action: 'person.merge', ...entity, after: { merged: former.id } });
  }
  const personId = (target ?? former)!.id;
  if (!target) await markPerson(db, { id: personId, version: null, changes: { externalId: userId } });
  const kind = former ? ('user' as const) : ('anonymous' as const);
  await linkAll(db, { personId, userId, anonymousId: kind === 'anonymous' ? previousId : null, proven: isServer });
  if (kind === 'user')
    await linkIdentities(db, [{ kind, value: previousId, personId }], { proven: true, isMove: true });
  return {
    code: 'known',
    detail: target && former && target.id !== former.id ? 'Two people became one.' : 'The ids are of one person.',
  };
}
