-- Forms that a tenant defines and anybody may fill in, on a page of ours or within a page of theirs.
create table forms (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- Stands in the public address; whoever has it may fill the form in, and no more.
  token text not null,
  name text not null,
  title text not null,
  intro text not null default '',
  -- [{ "field": "firstName" | … | "answer", "label": …, "required": … }]; the e-mail address is always asked for.
  fields jsonb not null default '[]',
  button text not null default 'Send',
  thanks text not null default 'Thank you. We have it.',
  redirect_url text,
  -- What somebody ticks who wants our mail; empty: nobody is asked.
  consent_text text not null default '',
  topic_id uuid,
  list_id uuid,
  campaign_id uuid,
  lead_source text,
  -- The origins of the pages that may show it within them.
  origins text[] not null default '{}',
  is_open boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, token),
  foreign key (tenant_id, topic_id) references topics on delete set null (topic_id),
  foreign key (tenant_id, list_id) references lists on delete set null (list_id),
  foreign key (tenant_id, campaign_id) references campaigns on delete set null (campaign_id)
);
call isolate_by_tenant('forms');
