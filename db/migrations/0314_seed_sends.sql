-- Copies of broadcasts for the seed list. They take the road of all messages and stand in a table of their own, which nothing that counts
-- people, messages or events reads; docs/decisions/0313-seeds.md.
-- Null: as the organisation's setting says when the audience is fixed.
alter table broadcasts add column to_seeds boolean;

alter table message_batches drop constraint message_batches_source_kind_check,
  add constraint message_batches_source_kind_check
  check (source_kind in ('broadcast', 'drip', 'nurture', 'nba', 'transactional', 'seed'));

create table seed_sends (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  -- Also the id of its mail: tokens and Message-ID are made from it.
  id uuid not null default uuidv7(),
  -- The batch, of source kind 'seed', that a lane leases. Its source is itself, so that nothing of the broadcast's takes it for its own.
  batch_id uuid not null,
  -- No foreign key: what was sent stays when the seed is taken off the list.
  seed_id uuid not null,
  campaign_id uuid not null,
  broadcast_id uuid not null,
  edition_id uuid not null,
  address text not null,
  domain text generated always as (split_part(address, '@', 2)) stored,
  status text not null default 'queued'
    check (status in ('queued', 'sent', 'skipped', 'failed', 'uncertain', 'cancelled')),
  reason text,
  attempts smallint not null default 0,
  -- The lane that was thought dead, so that it can still tell what became of it.
  lease_id uuid,
  sent_at timestamptz,
  -- Where it was found: in the inbox, in another folder, among spam, nowhere.
  placement text check (placement in ('inbox', 'other', 'spam', 'missing')),
  -- Whether the mailbox was looked into or somebody said so, and who.
  placed_by text check (placed_by in ('mailbox', 'person')),
  placed_by_name text,
  placed_at timestamptz,
  folder text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, broadcast_id, seed_id, edition_id),
  foreign key (tenant_id, broadcast_id) references broadcasts on delete cascade
);
create index seed_sends_batch on seed_sends (batch_id);
create index seed_sends_sent on seed_sends (tenant_id, sent_at);
call isolate_by_tenant('seed_sends');

-- Seeds may still get what their campaign had for them when it completed.
create or replace function may_send(source_kind text, source uuid, campaign uuid) returns boolean
  language sql stable parallel safe as $$
  select case
      when campaign is null then true
      else exists (
        select from campaigns c
        left join broadcasts b on b.tenant_id = c.tenant_id and b.id = source
        where c.tenant_id = current_tenant() and c.id = campaign and c.sending_stopped_at is null
          and case
            when source_kind = 'drip' then c.status = 'running' and exists (
              select from drip_steps s join drips d on d.tenant_id = s.tenant_id and d.id = s.drip_id
              where s.tenant_id = c.tenant_id and s.id = source and d.status = 'running')
            -- What is on hold waits on the road too. A next action sends an item of a programme, by the same approval.
            when source_kind in ('nurture', 'nba') then c.status = 'running' and exists (
              select from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
              where i.tenant_id = c.tenant_id and i.id = source and n.status = 'running' and not i.is_on_hold)
            when source_kind = 'broadcast' then
              case when b.status = 'completed' then c.status in ('running', 'completed')
                else b.status = 'sending' and c.status = 'running' end
            when source_kind = 'seed' then c.status in ('running', 'completed')
            else c.status = 'running' end)
    end
    and not exists (select from tenants t where t.tenant_id = current_tenant() and t.sending_stopped_at is not null)
    and not exists (select from installation where sending_stopped_at is not null)
$$;
