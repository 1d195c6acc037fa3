-- What the platform said. Revised only by the platform's newer message.
create table orders (
  merchant_id bigint not null,
  order_id uuid not null,
  shop_id uuid not null,
  platform_order_id text collate "C" not null,
  status text not null check (status in ('unpaid', 'paid', 'partly_shipped', 'shipped', 'finished', 'cancelled', 'closed')),
  platform_status text not null,
  ship_forbidden boolean not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  -- The platform's version; with content_hash it tells old from new.
  modified_at timestamptz not null,
  content_hash text not null,
  shipped_at timestamptz,
  finished_at timestamptz,
  ship_by timestamptz,
  buyer_key text collate "C" not null,
  buyer_nick text collate "C" not null,
  -- Name, phone, street sealed with the merchant's key; the text beside it is masked for display.
  receiver_sealed bytea not null,
  receiver_text text not null,
  receiver_masked boolean not null,
  -- Fields not given, and fields that hold two values in one text (comma lists of field names): found once, when the text is plain.
  receiver_missing text not null,
  receiver_doubled text not null,
  province text not null,
  city text not null,
  -- Same value = same receiver: from the platform's own handle, else a keyed fingerprint of name, phone and address; '' = unknown.
  receiver_key text collate "C" not null,
  buyer_note text not null,
  seller_memo text not null,
  seller_flag smallint not null,
  internal_note text not null default '',
  goods_fen bigint not null,
  freight_fen bigint not null,
  discount_fen bigint not null,
  paid_fen bigint not null,
  refunded_fen bigint not null,
  pieces int not null,
  lines_text text not null,
  received_at timestamptz not null default now(),
  primary key (merchant_id, order_id),
  -- In this order it also serves the search for an order number over all shops.
  constraint orders_once_per_shop unique (merchant_id, platform_order_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
-- Lists walk lanes: each index but the first begins with what a lane fixes and ends in the order of the list, so a page costs its own
-- length whatever the table's (order-views.ts). Ascending, because new orders come last: pages stay full and are read backwards.
-- A search for an order number walks orders_once_per_shop.
create index orders_by_time on orders (merchant_id, created_at, order_id)
--;
create index orders_by_status on orders (merchant_id, shop_id, status, created_at, order_id)
--;
create index orders_by_province on orders (merchant_id, shop_id, status, province, created_at, order_id)
--;
create index orders_refunded on orders (merchant_id, shop_id, status, created_at, order_id) where refunded_fen > 0
--;
create index orders_refunded_by_province on orders (merchant_id, shop_id, status, province, created_at, order_id) where refunded_fen > 0
--;
create index orders_by_buyer on orders (merchant_id, shop_id, buyer_nick)
--;
select app.protect('orders', 'select, insert, update')
--;
create table order_lines (
  merchant_id bigint not null,
  line_id uuid not null,
  order_id uuid not null,
  platform_line_id text not null,
  platform_item_id text not null,
  platform_sku_id text not null,
  merchant_sku text collate "C" not null,
  title text not null,
  variant text not null,
  quantity int not null check (quantity > 0),
  price_fen bigint not null,
  paid_fen bigint not null,
  refund_state text not null check (refund_state in ('none', 'asked', 'refunded', 'refused')),
  refunded_fen bigint not null,
  shipped boolean not null,
  primary key (merchant_id, line_id),
  unique (merchant_id, order_id, platform_line_id),
  foreign key (merchant_id, order_id) references orders (merchant_id, order_id) on delete restrict
)
--;
create index order_lines_by_sku on order_lines (merchant_id, merchant_sku, order_id)
--;
select app.protect('order_lines', 'select, insert, update, delete')
--;
-- The work unit. Where it stands (`station`) is a pure function of its states; the TypeScript twin is order-states.ts.
create table parcels (
  merchant_id bigint not null,
  parcel_id uuid not null,
  shop_id uuid not null,
  number text collate "C" not null,
  review_state text not null check (review_state in ('unpaid', 'buffering', 'awaiting', 'held', 'approved', 'stopped')),
  fulfilment_state text not null default 'none' check (fulfilment_state in ('none', 'waybill', 'printed', 'shipped')),
  station text not null generated always as (
    case
      when fulfilment_state = 'shipped' then 'shipped'
      when review_state = 'stopped' then 'stopped'
      when review_state = 'unpaid' then 'unpaid'
      when review_state = 'buffering' then 'buffer'
      when review_state = 'awaiting' then 'review'
      when review_state = 'held' then 'held'
      when fulfilment_state = 'none' then 'waybill'
      when fulfilment_state = 'waybill' then 'print'
      else 'ship'
    end) stored,
  -- For lists: the words of the orders and lines inside, kept in step by order-store.ts.
  -- Parted by blanks, oldest order first.
  platform_order_ids text not null,
  buyer_key text collate "C" not null,
  buyer_nick text not null,
  receiver_key text collate "C" not null,
  receiver_text text not null,
  province text not null,
  lines_text text not null,
  pieces int not null,
  paid_fen bigint not null,
  has_buyer_note boolean not null,
  has_seller_memo boolean not null,
  seller_flag smallint not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  ship_by timestamptz,
  -- Automatic review happens at this moment (end of the buffer time).
  review_after timestamptz,
  flags text not null default '',
  findings jsonb not null default '[]',
  -- A person's hold; '' = none. It is one finding among the others and cleared only by a person.
  hold_reason text not null default '',
  claimed_by text,
  claimed_name text,
  claimed_until timestamptz,
  approved_at timestamptz,
  approved_by text,
  carrier text not null default '',
  waybill_number text collate "C" not null default '',
  printed_count int not null default 0,
  shipped_at timestamptz,
  -- The parcels merged into this one: [{parcelId, number, orderIds}]. Unmerging gives them back their ids and numbers.
  merged_from jsonb not null default '[]',
  write_back text not null default 'none' check (write_back in ('none', 'waiting', 'confirmed', 'failed', 'needs_person')),
  version int not null default 1,
  primary key (merchant_id, parcel_id),
  unique (merchant_id, number),
  -- shipped ⇒ approved, numbered and printed; a number ⇒ a waybill state
  constraint parcels_ship_only_approved check (fulfilment_state <> 'shipped' or (approved_at is not null and waybill_number <> '')),
  -- Lists rely on it: only what was shipped has a write-back.
  constraint parcels_report_only_shipped check (write_back = 'none' or fulfilment_state = 'shipped'),
  constraint parcels_claim_whole check ((claimed_by is null) = (claimed_until is null)),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
-- Lanes of lists, as for orders (parcel-views.ts).
create index parcels_by_time on parcels (merchant_id, created_at, parcel_id)
--;
create index parcels_by_station on parcels (merchant_id, shop_id, station, write_back, created_at, parcel_id)
--;
create index parcels_by_province on parcels (merchant_id, shop_id, station, write_back, province, created_at, parcel_id)
--;
create index parcels_flagged on parcels (merchant_id, shop_id, station, write_back, flags, created_at, parcel_id) include (province)
  where flags <> ''
--;
-- Those that must still leave, nearest deadline first; also what the counts of the stations are read from.
create index parcels_by_deadline on parcels (merchant_id, shop_id, station, coalesce(ship_by, 'infinity'::timestamptz), parcel_id) include (ship_by)
  where station not in ('shipped', 'stopped')
--;
create index parcels_shipped_lately on parcels (merchant_id, shipped_at, shop_id) where shipped_at is not null
--;
create index parcels_open_by_receiver on parcels (merchant_id, shop_id, receiver_key) where receiver_key <> '' and fulfilment_state = 'none' and review_state not in ('stopped', 'unpaid')
--;
create index parcels_open_by_buyer on parcels (merchant_id, shop_id, buyer_key) where buyer_key <> '' and fulfilment_state = 'none' and review_state not in ('stopped', 'unpaid')
--;
-- Claiming the next parcels walks this index from the oldest deadline; claimed ones are not in it.
create index parcels_to_claim on parcels (merchant_id, ship_by, created_at, parcel_id) where review_state = 'awaiting' and claimed_by is null and fulfilment_state <> 'shipped'
--;
create index parcels_at_review on parcels (merchant_id, parcel_id) where review_state in ('held', 'awaiting')
--;
create index parcels_review_due on parcels (merchant_id, review_after) where review_state = 'buffering'
--;
create index parcels_claimed on parcels (merchant_id, claimed_by, claimed_until) where claimed_by is not null
--;
create index parcels_by_waybill on parcels (merchant_id, waybill_number) where waybill_number <> ''
--;
create index parcels_write_back_failed on parcels (merchant_id, write_back) where write_back in ('failed', 'needs_person')
--;
select app.protect('parcels', 'select, insert, update, delete')
--;
-- Which part of which order line is in which parcel. Merge and split move these rows.
create table parcel_lines (
  merchant_id bigint not null,
  parcel_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  quantity int not null check (quantity > 0),
  primary key (merchant_id, parcel_id, line_id),
  foreign key (merchant_id, parcel_id) references parcels (merchant_id, parcel_id) on delete cascade,
  foreign key (merchant_id, line_id) references order_lines (merchant_id, line_id) on delete restrict
)
--;
create index parcel_lines_by_order on parcel_lines (merchant_id, order_id)
--;
create index parcel_lines_by_line on parcel_lines (merchant_id, line_id)
--;
select app.protect('parcel_lines', 'select, insert, update, delete')
--;
create table review_settings (
  merchant_id bigint not null,
  shop_id uuid not null,
  settings jsonb not null,
  version int not null default 1,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('review_settings', 'select, insert, update')
--;
create table saved_views (
  merchant_id bigint not null,
  view_id uuid not null,
  account_id text not null,
  name text not null,
  page text not null check (page in ('orders', 'parcels')),
  filters jsonb not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, view_id),
  unique (merchant_id, account_id, page, name)
)
--;
select app.protect('saved_views', 'select, insert, update, delete')
--;
create table files (
  merchant_id bigint not null,
  file_id uuid not null,
  name text not null,
  bytes bigint not null,
  content_type text not null,
  owner_id text not null,
  -- Whoever fetches it must still hold this permission in all of these shops, or the right would outlive its withdrawal.
  needs_permission text not null,
  shop_ids uuid[] not null,
  created_at timestamptz not null,
  primary key (merchant_id, file_id)
)
--;
select app.protect('files', 'select, insert, delete')
--;
create table import_runs (
  merchant_id bigint not null,
  import_id uuid not null,
  shop_id uuid not null,
  file_id uuid not null,
  file_name text not null,
  format jsonb not null,
  state text not null check (state in ('waiting', 'running', 'finished', 'refused', 'cancelled')),
  row_count int not null default 0,
  order_count int not null default 0,
  created_count int not null default 0,
  updated_count int not null default 0,
  unchanged_count int not null default 0,
  refused_count int not null default 0,
  bytes_read bigint not null default 0,
  bytes_total bigint not null,
  -- Orders and refusals of the file that are done: after a crash the run goes on behind them.
  done_entries int not null default 0,
  -- Why the whole file was refused or the run stopped: {code, params}.
  problem jsonb,
  started_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, import_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index import_runs_by_time on import_runs (merchant_id, created_at desc, import_id desc)
--;
select app.protect('import_runs', 'select, insert, update')
--;
create table import_refusals (
  merchant_id bigint not null,
  import_id uuid not null,
  -- Position among the file's orders and refusals.
  place int not null,
  row_number int not null,
  row_count int not null,
  platform_order_id text not null,
  code text not null,
  params jsonb not null,
  -- Further reasons against the same row.
  also jsonb not null,
  primary key (merchant_id, import_id, place),
  foreign key (merchant_id, import_id) references import_runs (merchant_id, import_id) on delete cascade
)
--;
select app.protect('import_refusals', 'select, insert')
--;
create table import_mappings (
  merchant_id bigint not null,
  mapping_id uuid not null,
  name text not null,
  mapping jsonb not null,
  primary key (merchant_id, mapping_id),
  unique (merchant_id, name)
)
--;
select app.protect('import_mappings', 'select, insert, update, delete')
