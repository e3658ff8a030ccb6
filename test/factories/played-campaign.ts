import { bodyOf, type TestCaller } from '../api.ts';
import { eventually, type TestInstallation } from '../installation.ts';

/** A campaign that went out to everyone through the API, a worker and SMTP. */
export interface PlayedCampaign {
  campaignId: string;
  /** The message that a person got. */
  messageTo: (personId: string) => Promise<string>;
  /** What the campaign counts: it stays when somebody of it is erased. */
  counts: () => Promise<Record<string, number>>;
  /** Who of everyone would be left out of another one now. */
  preflight: () => Promise<{ recipients: number; leftOut: Record<string, { count: number }> }>;
}

const body = `<mjml><mj-body><mj-section><mj-column><mj-text>
Hello {{ person.firstName | default: "there" }}, <a href="https://shop.example/?who={{ person.lastName }}">see the offer</a>.
{{ person.attributes.note }} {{ tenant.name }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;

/** Writes, approves and starts a broadcast to everyone of the tenant, and waits until it is over. */
export async function createNorthwindCampaign(
  test: TestInstallation,
  { admin, approver }: { admin: TestCaller; approver: TestCaller },
): Promise<PlayedCampaign> {
  const post = async <T>(who: TestCaller, path: string, body?: unknown): Promise<T> => {
    const answer = await who.request('POST', path, body);
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return bodyOf<T>(answer);
  };
  await admin.request('PATCH', '/tenant', { postalAddress: '1 Main Street, Springfield' });
  const sender = await post<{ id: string }>(admin, '/senders', {
    name: 'Northwind',
    address: 'news@northwind.example',
  });
  const audience = { everyone: true };
  const content = { subject: 'Hello {{ person.firstName }}', senderId: sender.id, format: 'mjml', body };
  const write = async (name: string) => {
    const { id } = await post<{ id: string }>(admin, '/campaigns', { name });
    await post(admin, `/campaigns/${id}/broadcasts`, { name: 'Only one', audience, content });
    return id;
  };
  const campaignId = await write('Autumn');
  const path = `/campaigns/${campaignId}`;
  await post(admin, `${path}/submit`);
  await post(approver, `${path}/approve`);
  await post(admin, `${path}/start`);
  const read = async () =>
    bodyOf<{ status: string; figures: Record<string, number> }>(await admin.request('GET', path));
  await eventually(read, ({ status }) => status === 'completed', 60);
  return {
    campaignId,
    messageTo: async (personId) => {
      const [row] = await test.database.owner.sql<
        { id: string }[]
      >`select id from messages where person_id = ${personId}`;
      return row!.id;
    },
    counts: async () => (await read()).figures,
    preflight: async () => {
      const report = await bodyOf<{ broadcasts: { recipients: number; leftOut: Record<string, { count: number }> }[] }>(
        await admin.request('GET', `/campaigns/${await write('Winter')}/preflight`),
      );
      return report.broadcasts[0]!;
    },
  };
}
