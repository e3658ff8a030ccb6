-- What people are scored by, what their scores are, and what moved them.

-- What an organisation says about learning; no row: nothing.
create table scoring_settings (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  -- What is written after the outcome and must not be learned from: [{ "feature", "reason" }].
  after_outcome jsonb not null default '[]',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id)
);
call isolate_by_tenant('scoring_settings');

-- Every model that was learned, or is to be. The files stay, so that one can be stepped back to.
create table scoring_models (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  version integer not null,
  -- A candidate is being learned; a shadow scores beside the champion and is not shown as the grade.
  state text not null default 'candidate' check (state in ('candidate', 'shadow', 'champion', 'retired')),
  -- What made it: somebody asked, the time had come, or people had changed.
  cause text not null check (cause in ('asked', 'schedule', 'drift')),
  -- Why it is in the state that it is in, in a sentence.
  reason text not null default '',
  created_at timestamptz not null default now(),
  trained_at timestamptz,
  shadow_since timestamptz,
  champion_since timestamptz,
  retired_at timestamptz,
  -- What scored before it became the champion; null: the rule.
  replaced_id uuid,
  -- Of the ONNX file, and of the names and kinds of what it looks at.
  sha256 text,
  feature_hash text,
  -- The last moment at which somebody was looked at to learn from; whoever became a lead after `judged_from` was kept to judge by.
  learned_until timestamptz,
  judged_from timestamptz,
  -- How good it is, on what, by what: domain/scoring/model-card.ts.
  card jsonb,
  -- How scores and features were spread when it was trained: what drift is measured by.
  baseline jsonb,
  onnx bytea,
  -- The same trees for the reasons, packed.
  trees bytea,
  primary key (tenant_id, id),
  unique (tenant_id, version),
  foreign key (tenant_id, replaced_id) references scoring_models on delete set null (replaced_id)
);
create unique index scoring_models_champion on scoring_models (tenant_id) where state = 'champion';
create unique index scoring_models_shadow on scoring_models (tenant_id) where state = 'shadow';
create unique index scoring_models_candidate on scoring_models (tenant_id) where state = 'candidate';
call isolate_by_tenant('scoring_models');
grant select (tenant_id, state, created_at) on scoring_models to salescompass_directory;
create policy directory on scoring_models for select to salescompass_directory using (true);

-- How far scores and features have moved since a model was trained, once a refresh.
create table scoring_drifts (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  model_id uuid not null,
  at timestamptz not null,
  people integer not null,
  -- Population stability index of the scores.
  score_index double precision not null,
  level text not null check (level in ('fine', 'moderate', 'act')),
  -- [{ "feature", "index", "level" }]
  features jsonb not null,
  primary key (tenant_id, model_id, at),
  foreign key (tenant_id, model_id) references scoring_models on delete cascade
);
call isolate_by_tenant('scoring_drifts');

-- The score of each person as it stands. A contact is converted already and is scored by the rule, as is everybody without a champion.
create table person_scores (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  person_id uuid not null,
  -- From 0 to 100: the chance in per cent, or the points of the rule.
  score smallint not null check (score between 0 and 100),
  grade text not null check (grade in ('A', 'B', 'C', 'D')),
  -- Both null where the rule scores.
  chance double precision check (chance between 0 and 1),
  model_id uuid,
  -- What weighs most for it and against it: [{ "feature", "points", "text" }]
  reasons jsonb not null default '[]',
  scored_at timestamptz not null default now(),
  -- What the shadow says.
  shadow_model_id uuid,
  shadow_chance double precision,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, model_id) references scoring_models on delete cascade,
  foreign key (tenant_id, shadow_model_id) references scoring_models on delete set null (shadow_model_id)
) with (fillfactor = 70);
create index person_scores_by_score on person_scores (tenant_id, score, person_id);
call isolate_by_tenant('person_scores');

-- A row where a score moved by much, or into another grade.
create table person_score_history (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  person_id uuid not null,
  at timestamptz not null,
  score smallint not null,
  grade text not null check (grade in ('A', 'B', 'C', 'D')),
  model_id uuid,
  was_score smallint not null,
  was_grade text not null check (was_grade in ('A', 'B', 'C', 'D')),
  was_at timestamptz not null,
  -- What moved it, by the same model at both moments: [{ "feature", "points", "text" }]
  moved jsonb not null default '[]',
  primary key (tenant_id, person_id, at),
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, model_id) references scoring_models on delete cascade
);
call isolate_by_tenant('person_score_history');

-- Whoever did something and is to be scored anew before the next refresh of everybody.
create table score_work (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  person_id uuid not null,
  asked integer not null default 1,
  due_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references people on delete cascade
);
call isolate_by_tenant('score_work');
grant select (tenant_id, due_at) on score_work to salescompass_directory;
create policy directory on score_work for select to salescompass_directory using (true);
