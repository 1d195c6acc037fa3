create table skus (
  merchant_id bigint not null,
  sku_id uuid not null,
  code text not null,
  title text not null,
  variant text not null default '',
  -- Review holds a line sold below this unit price; null = no limit.
  min_price_fen bigint check (min_price_fen >= 0),
  weight_grams int check (weight_grams >= 0),
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, sku_id),
  unique (merchant_id, code)
)
--;
select app.protect('skus', 'select, insert, update')
--;
-- One balance per SKU. Never negative, never more reserved than there is: the database refuses it (P13).
create table stock (
  merchant_id bigint not null,
  sku_id uuid not null,
  on_hand bigint not null default 0,
  reserved bigint not null default 0,
  safety bigint not null default 0 check (safety >= 0),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, sku_id),
  foreign key (merchant_id, sku_id) references skus (merchant_id, sku_id) on delete restrict,
  constraint stock_never_negative check (on_hand >= 0 and reserved >= 0 and reserved <= on_hand)
)
--;
select app.protect('stock', 'select, insert, update')
--;
-- The ledger: the sum of its changes is the balance at any instant.
create table stock_moves (
  merchant_id bigint not null,
  move_id uuid not null,
  sku_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('count', 'reserve', 'release', 'ship')),
  on_hand_change bigint not null,
  reserved_change bigint not null,
  -- The parcel a reservation belongs to; null for counts.
  parcel_id uuid,
  reason text not null default '',
  actor_name text not null,
  primary key (merchant_id, move_id)
)
--;
create index stock_moves_by_sku on stock_moves (merchant_id, sku_id, at desc, move_id desc)
--;
create index stock_moves_by_parcel on stock_moves (merchant_id, parcel_id) where parcel_id is not null
--;
select app.protect('stock_moves', 'select, insert')
