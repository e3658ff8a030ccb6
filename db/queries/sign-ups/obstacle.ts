import type { OutboxSql } from '../outbox/lease.ts';
import type { Statement } from '../outbox/window.ts';

/**
 * Why a message `m` to a person `p` that asks to confirm a sign-up is not sent: its link leads nowhere any more, since they said no, it is too
 * late, the address is another one by now, or it is suppressed for more than an opt-out. Null for any other message. By the clock: what was
 * committed while the transaction ran holds.
 */
export const signUpObstacle = (sql: OutboxSql): Statement<object> => sql`
  (select case when u.expires_at <= clock_timestamp() or u.email_hash is distinct from p.email_hash then 'sign_up_over'
      when exists (select from suppressions s
        where s.tenant_id = u.tenant_id and s.address_hash = u.email_hash and s.reason <> 'unsubscribe') then 'suppressed' end
    from sign_ups u where u.tenant_id = m.tenant_id and u.id = m.occurrence)`;
