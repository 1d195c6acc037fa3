-- Departments, roles of one's own, grants with every limit, seats. `path` holds the ids from the root down to the department itself.
create table departments (
  merchant_id bigint not null,
  department_id uuid not null,
  parent_id uuid,
  name text not null check (name <> ''),
  duties text not null default '',
  path uuid[] not null check (path[cardinality(path)] = department_id),
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, department_id),
  unique nulls not distinct (merchant_id, parent_id, name),
  foreign key (merchant_id, parent_id) references departments (merchant_id, department_id) on delete restrict
)
--;
select app.protect('departments', 'select, insert, update, delete')
--;
-- One row a merchant: locked by every administrative act, so that two of them never decide on facts the other is changing. Its epoch
-- rises with every change of roles, departments and department grants and is read in the transaction of every request.
create table team_state (
  merchant_id bigint primary key,
  epoch bigint not null default 1,
  shop_level text not null default 'tmall'
)
--;
select app.protect('team_state', 'select, insert, update')
--;
create table roles (
  merchant_id bigint not null,
  role_id uuid not null,
  name text not null check (name <> ''),
  description text not null default '',
  permissions text[] not null,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, role_id),
  unique (merchant_id, name)
)
--;
select app.protect('roles', 'select, insert, update, delete')
--;
alter table accounts drop constraint accounts_state_check
--;
alter table accounts
  add constraint accounts_state_check check (state in ('invited', 'active', 'frozen', 'penalty_frozen', 'left')),
  add column kind text not null default 'person' check (kind in ('person', 'temporary', 'app', 'agent')),
  add column department_id uuid,
  add column takes_chats boolean not null default false,
  -- The last moment of a temporary account.
  add column ends_at timestamptz,
  -- { days: 1..7 (Monday = 1), from: 'HH:MM', to: 'HH:MM', zone }; null = no fixed hours.
  add column work_hours jsonb,
  -- The person who answers for an agent; it never has more rights than this person.
  add column responsible_id uuid,
  add column left_at timestamptz,
  add constraint accounts_temporary_end check (kind <> 'temporary' or ends_at is not null),
  add constraint accounts_agent_responsible check (kind <> 'agent' or responsible_id is not null),
  add constraint accounts_owner_is_person check (not is_owner or kind = 'person'),
  add constraint accounts_department foreign key (merchant_id, department_id) references departments (merchant_id, department_id) on delete restrict,
  add constraint accounts_responsible foreign key (merchant_id, responsible_id) references accounts (merchant_id, account_id) on delete restrict
--;
create index accounts_by_department on accounts (merchant_id, department_id)
--;
alter table grants
  alter column account_id drop not null,
  add column department_id uuid,
  add column warehouse_ids uuid[] check (warehouse_ids is null or cardinality(warehouse_ids) > 0),
  add column data_range text not null default 'all' check (data_range in ('own', 'department', 'all')),
  add column range_department_id uuid,
  add column from_at timestamptz,
  add column until_at timestamptz,
  -- { refundPerActFen, refundPerDayFen, exportsPerDay, revealsPerDay }; a missing one is no limit.
  add column limits jsonb not null default '{}',
  add column on_shift boolean not null default false,
  add column ip_ranges text[] not null default '{}',
  add constraint grants_one_subject check ((account_id is null) <> (department_id is null)),
  add constraint grants_range_department check ((data_range = 'department') = (range_department_id is not null)),
  add constraint grants_time check (from_at is null or until_at is null or from_at < until_at),
  add constraint grants_department foreign key (merchant_id, department_id) references departments (merchant_id, department_id) on delete restrict,
  add constraint grants_range foreign key (merchant_id, range_department_id) references departments (merchant_id, department_id) on delete restrict
--;
create index grants_by_department on grants (merchant_id, department_id) where department_id is not null
--;
create index grants_by_role on grants (merchant_id, role)
--;
-- The seats a merchant has, one row each: who takes one writes itself into a free row, so there can never be more holders than rows.
create table seats (
  merchant_id bigint not null,
  seat_no int not null check (seat_no > 0),
  -- 'level', or the pack it came with.
  source text not null,
  valid_until timestamptz,
  -- The account that holds it, also while it is only invited.
  holder_id uuid,
  primary key (merchant_id, seat_no),
  constraint seats_one_each unique (merchant_id, holder_id),
  foreign key (merchant_id, holder_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('seats', 'select, insert, update, delete')
--;
-- What is used of daily limits: one row a person, day and kind. The check of the limit and the spending are one statement.
create table spent_budgets (
  merchant_id bigint not null,
  account_id text not null,
  spent_on date not null,
  kind text not null,
  amount bigint not null check (amount >= 0),
  primary key (merchant_id, account_id, spent_on, kind)
)
--;
select app.protect('spent_budgets', 'select, insert, update, delete')
