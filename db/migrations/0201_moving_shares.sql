-- A test at a step of a drip may give its better variants more of those who come: the shares as they are now, and after each look.
alter table experiments
  add column allocation text not null default 'even' check (allocation in ('even', 'thompson')),
  -- In hundredths of a percent, in the order of the variants; null: the same for each.
  add column weights integer[],
  add constraint experiments_moving_shares check (allocation = 'even' or broadcast_id is null);
alter table experiment_looks add column weights integer[];
