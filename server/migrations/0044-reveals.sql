-- Receivers whose plain text the platform was asked for, one row per order: the answer is kept until it ends or the address changes.
create table revealed_receivers (
  merchant_id bigint not null,
  order_id uuid not null,
  shop_id uuid not null,
  -- Grows with every asking: the answer to an older one changes nothing.
  ask_number int not null default 1,
  state text not null check (state in ('asking', 'told', 'refused')),
  -- Keyed fingerprint of the receiver as the platform sent it when it was asked; another address has another one.
  receiver_print text collate "C" not null default '',
  attempts int not null default 0,
  next_attempt_at timestamptz,
  asked_at timestamptz not null,
  -- Name, phone and street sealed with the merchant's key; null until told.
  plain_sealed bytea,
  -- The number is a relay that ends then; null = the receiver's own.
  relay_until timestamptz,
  keep_until timestamptz,
  primary key (merchant_id, order_id),
  check ((state = 'told') = (plain_sealed is not null and keep_until is not null)),
  check ((state = 'asking') = (next_attempt_at is not null)),
  foreign key (merchant_id, order_id) references orders (merchant_id, order_id) on delete restrict
)
--;
create index revealed_receivers_asking on revealed_receivers (merchant_id, shop_id, next_attempt_at) where state = 'asking'
--;
create index revealed_receivers_kept on revealed_receivers (merchant_id, keep_until) where state = 'told'
--;
select app.protect('revealed_receivers', 'select, insert, update, delete')
--;
-- Who waits for such an answer, and from whose budget it was paid: what comes to nothing is given back.
create table receiver_looks (
  merchant_id bigint not null,
  look_id uuid not null,
  order_id uuid not null,
  parcel_id uuid not null,
  account_id text not null,
  state text not null check (state in ('waiting', 'told', 'refused')),
  payer_ids text[] not null,
  spent_on date not null,
  -- An error of the contract and its values; '' = none.
  problem text not null default '',
  problem_params jsonb not null default '{}',
  looked_at timestamptz not null,
  primary key (merchant_id, look_id),
  foreign key (merchant_id, order_id) references orders (merchant_id, order_id) on delete restrict
)
--;
create index receiver_looks_waiting on receiver_looks (merchant_id, order_id) where state = 'waiting'
--;
create index receiver_looks_by_time on receiver_looks (merchant_id, looked_at)
--;
select app.protect('receiver_looks', 'select, insert, update, delete')
--;
-- How much of the platform's ration of plain receivers a shop has used, over all processes and tokens.
create table reveal_rations (
  merchant_id bigint not null,
  shop_id uuid not null,
  counted_on date not null,
  used int not null default 0 check (used >= 0),
  -- One call may go from then on.
  next_call_at timestamptz,
  -- The platform said that it reveals nothing before then.
  wait_until timestamptz,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('reveal_rations', 'select, insert, update')
