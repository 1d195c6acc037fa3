-- The kernel's own tables. merchant_id leads every key; row level security on it is the second wall behind the scope.
create schema if not exists directory
--;
do $$ begin
  if not exists (select from pg_roles where rolname = 'zhanggui_app') then create role zhanggui_app nologin nosuperuser nobypassrls; end if;
  -- A login that is not a superuser must be able to take this role on; where it may not grant it, an administrator has done so.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    begin
      execute format('grant zhanggui_app to %I', current_user);
    exception when insufficient_privilege then null;
    end;
  end if;
end $$
--;
grant usage on schema app, directory, public to zhanggui_app
--;
-- Enters one merchant for the rest of the transaction. A literal SET LOCAL also reaches the nodes of a distributed PostgreSQL.
create function app.enter(merchant bigint) returns void language plpgsql as $$
begin
  execute format('set local app.merchant_id = %L', merchant);
end $$
--;
-- The merchant of this transaction; null (so: no rows) outside of one.
create function app.current_merchant() returns bigint language sql stable as $$
  select nullif(current_setting('app.merchant_id', true), '')::bigint
$$
--;
-- How long the next statements wait for a lock ('0' = no limit).
create function app.wait_at_most(patience text) returns void language plpgsql as $$
begin
  execute format('set local lock_timeout = %L', patience);
end $$
--;
-- Closes a table to other merchants, also for its owner, and opens it to the application.
create function app.protect(table_name regclass, rights text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy merchant_rows on %s using (merchant_id = app.current_merchant()) with check (merchant_id = app.current_merchant())', table_name);
  execute format('grant %s on %s to zhanggui_app', rights, table_name);
end $$
--;
create table directory.merchants (
  merchant_id bigint primary key,
  name text not null,
  created_at timestamptz not null default now()
)
--;
-- Sign-in names are unique over all merchants; the account itself lives in the merchant's tables.
create table directory.logins (
  login text primary key,
  merchant_id bigint not null,
  account_id uuid not null
)
--;
create table directory.counters (kind text primary key, next bigint not null)
--;
insert into directory.counters (kind, next) values ('merchant', 1)
--;
grant select, insert, update on directory.merchants, directory.logins, directory.counters to zhanggui_app
--;
create table jobs (
  merchant_id bigint not null,
  job_id uuid not null,
  kind text not null,
  payload jsonb not null,
  dedupe_key text,
  job_group text,
  state text not null default 'queued' check (state in ('queued', 'running', 'dead')),
  attempts int not null default 0,
  run_at timestamptz not null,
  lease_until timestamptz,
  leased_by text,
  last_error text,
  created_at timestamptz not null default now(),
  primary key (merchant_id, job_id)
)
--;
create unique index jobs_one_waiting_per_key on jobs (merchant_id, kind, dedupe_key) where state = 'queued' and dedupe_key is not null
--;
create index jobs_due on jobs (merchant_id, run_at, job_id) where state in ('queued', 'running')
--;
create unique index jobs_one_running_per_group on jobs (merchant_id, job_group) where state = 'running' and job_group is not null
--;
select app.protect('jobs', 'select, insert, update, delete')
--;
-- The worker serves all merchants: it looks into each under that merchant's own context, so it needs no right to see across.
create function app.merchants_with_due_jobs() returns setof bigint language plpgsql as $$
declare merchant bigint;
begin
  for merchant in select m.merchant_id from directory.merchants m order by m.merchant_id loop
    perform app.enter(merchant);
    if exists (select from jobs j where j.merchant_id = merchant and j.state in ('queued', 'running') and j.run_at <= now()
               and (j.lease_until is null or j.lease_until < now())) then
      return next merchant;
    end if;
  end loop;
end $$
--;
create table events (
  merchant_id bigint not null,
  event_id uuid not null,
  at timestamptz not null,
  kind text not null,
  permission text not null,
  shop_ids jsonb not null,
  ids jsonb not null,
  primary key (merchant_id, event_id)
)
--;
select app.protect('events', 'select, insert, delete')
--;
create table idempotency_keys (
  merchant_id bigint not null,
  account_id text not null,
  key text not null check (length(key) <= 255),
  operation text not null,
  input_hash text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (merchant_id, account_id, key)
)
--;
create index idempotency_keys_by_age on idempotency_keys (merchant_id, created_at)
--;
select app.protect('idempotency_keys', 'select, insert, update, delete')
--;
create table log_entries (
  merchant_id bigint not null,
  entry_id uuid not null,
  version int not null,
  at timestamptz not null,
  operation text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  via text not null,
  session_id text,
  ip text not null,
  request_id text not null,
  why jsonb not null,
  objects jsonb not null,
  details jsonb not null,
  primary key (merchant_id, entry_id)
)
--;
create index log_entries_by_time on log_entries (merchant_id, at desc, entry_id desc)
--;
create index log_entries_by_actor on log_entries (merchant_id, actor_id, at desc, entry_id desc)
--;
create index log_entries_by_operation on log_entries (merchant_id, operation, at desc, entry_id desc)
--;
-- Append-only: the application may neither change nor delete an entry.
select app.protect('log_entries', 'select, insert')
--;
create table log_objects (
  merchant_id bigint not null,
  object_kind text not null,
  object_id text not null,
  entry_id uuid not null,
  primary key (merchant_id, object_kind, object_id, entry_id)
)
--;
select app.protect('log_objects', 'select, insert')
--;
create table log_pending (merchant_id bigint not null, entry_id uuid not null, primary key (merchant_id, entry_id))
--;
select app.protect('log_pending', 'select, insert, delete')
--;
create table log_heads (merchant_id bigint primary key, tree_size bigint not null, peaks jsonb not null)
--;
select app.protect('log_heads', 'select, insert, update')
--;
create table log_leaves (
  merchant_id bigint not null,
  seq bigint not null,
  entry_id uuid not null,
  leaf_hash text not null,
  primary key (merchant_id, seq),
  unique (merchant_id, entry_id)
)
--;
select app.protect('log_leaves', 'select, insert')
--;
create table log_checkpoints (
  merchant_id bigint not null,
  tree_size bigint not null,
  root_hash text not null,
  signature text not null,
  sealed_at timestamptz not null default now(),
  primary key (merchant_id, tree_size)
)
--;
select app.protect('log_checkpoints', 'select, insert')
--;
create function app.merchants_with_pending_log() returns setof bigint language plpgsql as $$
declare merchant bigint;
begin
  for merchant in select m.merchant_id from directory.merchants m order by m.merchant_id loop
    perform app.enter(merchant);
    if exists (select from log_pending p where p.merchant_id = merchant) then return next merchant; end if;
  end loop;
end $$
--;
grant execute on all functions in schema app to zhanggui_app
--;
grant select on app.migrations to zhanggui_app
