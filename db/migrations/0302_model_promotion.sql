-- Who lets a model score that has passed: it does so by itself, or waits for somebody.
alter table scoring_settings add column promotion text not null default 'automatic'
  check (promotion in ('automatic', 'by_hand'));
-- Since when a shadow that has passed waits for somebody; null: it does not.
alter table scoring_models add column suggested_at timestamptz;

-- Why a score moved: what is known of the person, or what scores. The latter is one change for all and is told apart from the former.
alter table person_score_history add column cause text not null default 'known' check (cause in ('known', 'scorer'));
update person_score_history set cause = 'scorer' where moved = '[]';

-- modelWaits: a model has passed and is not let to score by itself.
alter table tenant_notices drop constraint tenant_notices_kind_check, add constraint tenant_notices_kind_check
  check (kind in ('domainPaused', 'domainWarned', 'webhookDisabled', 'modelWaits'));
