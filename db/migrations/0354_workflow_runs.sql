-- The run of each workflow that carries something people look at, so that its page in the console can be linked to: the id stays, runs follow
-- one another. `subject_id` is what it carries; the tenant itself where it works for all of it. Written by whatever the run does, read beside
-- the rows of lists. Names nothing that goes, so a row may outlive its subject.
create table workflow_runs (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  kind text not null,
  subject_id uuid not null,
  run_id text not null,
  -- When what it did last of all that was noted was asked for, by the clock of Temporal: what comes late from an earlier run changes nothing.
  seen_at timestamptz not null,
  primary key (tenant_id, kind, subject_id)
);
call isolate_by_tenant('workflow_runs');
