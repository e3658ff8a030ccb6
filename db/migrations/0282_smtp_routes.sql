-- Mail servers that mail goes out through, of the whole installation; without any it is the one of SMTP_URL.
create table smtp_routes (
  id uuid primary key default uuidv7(),
  name text not null unique,
  host text not null,
  port integer not null check (port between 1 and 65535),
  -- tls: from the first octet · starttls: nothing is said before it · opportunistic: where the server offers it
  security text not null check (security in ('tls', 'starttls', 'opportunistic')),
  username text,
  -- Sealed with the installation's key ring; never leaves the database in the clear.
  password_sealed text,
  -- Its share beside the others'; 0: only where no other takes anything.
  weight integer not null check (weight between 0 and 1000),
  per_second double precision check (per_second > 0),
  per_day integer check (per_day > 0),
  is_enabled boolean not null default true,
  -- It refused a connection or a sign-in: nothing is tried before this moment, longer each time in a row.
  rested_until timestamptz,
  rests integer not null default 0,
  problem text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
-- What of a route's day (UTC) is taken.
create table smtp_route_days (
  route_id uuid not null references smtp_routes on delete cascade,
  day date not null,
  taken integer not null,
  primary key (route_id, day)
) with (fillfactor = 50);
grant select, insert, update, delete on smtp_routes, smtp_route_days to salescompass_app;
