-- Orders taken out as a file. Made in the background under the rights the person has at each step, within the shops named at the start.
create table order_exports (
  merchant_id bigint not null,
  export_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  -- The address it was asked from: grants may hold for some addresses only.
  ip text not null,
  language text not null check (language in ('zh', 'en')),
  format text not null check (format in ('csv', 'xlsx')),
  filters jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'finished', 'failed', 'cancelled')),
  total_count int not null,
  done_count int not null default 0,
  file_id uuid not null,
  file_name text not null default '',
  -- Code of the error that stopped it; '' = none.
  problem text not null default '',
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, export_id)
)
--;
create index order_exports_by_account on order_exports (merchant_id, account_id, created_at desc)
--;
select app.protect('order_exports', 'select, insert, update, delete')
