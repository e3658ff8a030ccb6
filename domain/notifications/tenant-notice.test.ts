import { expect, it } from 'vitest';
import { tenantNoticeMail, tenantNoticeWords } from './tenant-notice.ts';

const paused = { kind: 'domainPaused', subject: 'acme.example', cause: 'complaints', evidence: '30/9800' } as const;

it.each([
  [paused, 'Mail from acme.example is paused: 30 of 9,800 who got it called it spam (0.31 %).'],
  [
    { ...paused, cause: 'refused', evidence: 'smtp_550_5.7.515' },
    'Mail from acme.example is stopped: a receiver refused it as not authenticated.',
  ],
  [
    { ...paused, kind: 'domainWarned', evidence: '12/9800' } as const,
    'Mail from acme.example is close to being paused: 12 of 9,800 who got it called it spam (0.12 %).',
  ],
  [
    { kind: 'webhookDisabled', subject: 'https://crm.example/in', cause: 'gone', evidence: '' } as const,
    'The webhook endpoint https://crm.example/in says that it is gone, so it is no longer called.',
  ],
  [
    { kind: 'modelWaits', subject: 'Model 3', cause: 'passed', evidence: '' } as const,
    'Model 3 has passed all that is asked of it, and waits for somebody to let it score.',
  ],
  [
    { kind: 'mailboxFails', subject: 'News', cause: 'refused', evidence: '' } as const,
    'The mailbox News cannot be checked: what people answer waits there unread.',
  ],
])('says %o in a sentence', (notice, words) => expect(tenantNoticeWords(notice)).toBe(words));

it('says one thing in the subject, and several in the text with what to do', () => {
  const one = tenantNoticeMail([paused], { tenantName: 'Acme', url: 'https://x.example/notifications' });
  expect(one.subject).toContain('is paused');
  expect(one.text).toContain('Write only to people who asked for it');
  const many = tenantNoticeMail(
    Array.from({ length: 22 }, () => paused),
    { tenantName: 'Acme', url: 'u' },
  );
  expect(many.subject).toBe('22 things need you');
  expect(many.text).toContain('… and 2 more.');
});
