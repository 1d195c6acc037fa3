-- What buyers ask back (售后单), as the platform told it last.
create table after_sale_cases (
  merchant_id bigint not null,
  case_id uuid not null,
  shop_id uuid not null,
  after_sale_id text collate "C" not null,
  platform_order_id text collate "C" not null,
  -- Empty = the whole order.
  platform_line_ids jsonb not null,
  kind text not null check (kind in ('refund_only', 'return_and_refund', 'exchange', 'resend', 'other')),
  state text not null check (state in ('waiting_for_merchant', 'waiting_for_buyer', 'goods_returning', 'refunding', 'refunded', 'refused', 'closed', 'done')),
  platform_state text not null,
  refund_fen bigint not null,
  reason text not null,
  return_waybill_number text not null,
  created_at timestamptz not null,
  -- The platform's version; with content_hash it tells old from new.
  modified_at timestamptz not null,
  content_hash text not null,
  -- Until when somebody has to act; infinity = nobody has to, or the platform does not say.
  due_at timestamptz not null,
  received_at timestamptz not null,
  -- The account that decided first: its data range reaches the case; null = nobody yet, it lies in the pool.
  handled_by text,
  -- Rises with every change of ours and of the platform's.
  version int not null default 1,
  primary key (merchant_id, case_id),
  constraint after_sale_cases_once_per_shop unique (merchant_id, shop_id, after_sale_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index after_sale_cases_open on after_sale_cases (merchant_id, due_at, case_id)
  where state in ('waiting_for_merchant', 'goods_returning', 'waiting_for_buyer', 'refunding')
--;
create index after_sale_cases_by_change on after_sale_cases (merchant_id, modified_at desc, case_id desc)
--;
create index after_sale_cases_of_order on after_sale_cases (merchant_id, platform_order_id)
--;
create index after_sale_cases_by_number on after_sale_cases (merchant_id, after_sale_id)
--;
create index after_sale_cases_by_return on after_sale_cases (merchant_id, return_waybill_number) where return_waybill_number <> ''
--;
create index after_sale_cases_in_hand on after_sale_cases (merchant_id, handled_by) where handled_by is not null
--;
select app.protect('after_sale_cases', 'select, insert, update')
--;
-- What the platform said of a case, one row for each change.
create table after_sale_news (
  merchant_id bigint not null,
  news_id uuid not null,
  case_id uuid not null,
  -- The platform's moment, and ours.
  at timestamptz not null,
  received_at timestamptz not null,
  state text not null,
  refund_fen bigint not null,
  return_waybill_number text not null,
  primary key (merchant_id, news_id),
  foreign key (merchant_id, case_id) references after_sale_cases (merchant_id, case_id) on delete restrict
)
--;
create index after_sale_news_of_case on after_sale_news (merchant_id, case_id)
--;
select app.protect('after_sale_news', 'select, insert')
--;
-- What we decided: the intent, written before the platform is told, and what became of it.
create table after_sale_decisions (
  merchant_id bigint not null,
  decision_id uuid not null,
  case_id uuid not null,
  shop_id uuid not null,
  after_sale_id text collate "C" not null,
  agree boolean not null,
  reason text not null,
  decided_by text not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  -- By which grants, under which limits of that moment (null = none), and what it took of the day's budget.
  grants jsonb not null,
  limit_act_fen bigint,
  limit_day_fen bigint,
  charged_fen bigint not null,
  is_confirmed boolean not null,
  -- What lay before the person: a case that is another one by now is not decided.
  seen_state text not null,
  seen_fen bigint not null,
  seen_modified_at timestamptz not null,
  state text not null check (state in ('waiting', 'told', 'failed', 'needs_person', 'overtaken')),
  problem text not null default '',
  attempts int not null default 0,
  next_attempt_at timestamptz,
  told_at timestamptz,
  primary key (merchant_id, decision_id),
  foreign key (merchant_id, case_id) references after_sale_cases (merchant_id, case_id) on delete restrict,
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
-- One person decides a case at a time.
create unique index after_sale_decisions_one_open on after_sale_decisions (merchant_id, case_id) where state in ('waiting', 'failed')
--;
create index after_sale_decisions_of_case on after_sale_decisions (merchant_id, case_id, decided_at)
--;
create index after_sale_decisions_due on after_sale_decisions (merchant_id, shop_id, next_attempt_at) where state in ('waiting', 'failed')
--;
create index after_sale_decisions_in_trouble on after_sale_decisions (merchant_id, case_id) where state = 'needs_person'
--;
select app.protect('after_sale_decisions', 'select, insert, update')
--;
-- What could not be read, sealed with the merchant's key because nobody knows what is in it; read again with every round.
create table after_sale_unread (
  merchant_id bigint not null,
  unread_id uuid not null,
  shop_id uuid not null,
  after_sale_id text collate "C" not null,
  fingerprint text collate "C" not null,
  version text not null,
  body_sealed bytea not null,
  reason text not null,
  received_at timestamptz not null,
  primary key (merchant_id, unread_id),
  unique (merchant_id, shop_id, after_sale_id, fingerprint),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('after_sale_unread', 'select, insert, update, delete')
--;
-- How far the after-sales of a shop are read: everything changed in [read_from, read_until).
create table after_sale_sync (
  merchant_id bigint not null,
  shop_id uuid not null,
  read_from timestamptz,
  read_until timestamptz,
  -- When the first reading began; the time before it is read back day by day.
  first_read_at timestamptz,
  last_success_at timestamptz,
  problem text not null default '',
  wait_until timestamptz,
  failed_count int not null default 0,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('after_sale_sync', 'select, insert, update')
