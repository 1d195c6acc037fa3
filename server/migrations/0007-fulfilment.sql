create table carrier_accounts (
  merchant_id bigint not null,
  carrier_account_id uuid not null,
  carrier text not null,
  interface_name text not null,
  -- null = serves all shops
  shop_id uuid,
  sender jsonb not null,
  is_default boolean not null,
  -- While the carrier does not answer: how often in a row, and no call before this moment.
  failed_count int not null default 0,
  wait_until timestamptz,
  last_problem text not null default '',
  created_at timestamptz not null default now(),
  primary key (merchant_id, carrier_account_id)
)
--;
select app.protect('carrier_accounts', 'select, insert, update')
--;
-- The intent is committed before the carrier is called, the result after: a crash between them is settled by asking the
-- carrier with the same key. At most one live waybill per parcel, whoever asks at the same time.
create table waybills (
  merchant_id bigint not null,
  waybill_id uuid not null,
  parcel_id uuid not null,
  shop_id uuid not null,
  carrier_account_id uuid not null,
  -- The shop whose platform authorisation the carrier is asked with: look-ups and voiding must use the same one.
  via_shop_id uuid,
  batch_id uuid,
  carrier text not null,
  request_key text not null,
  state text not null check (state in ('requested', 'issued', 'refused', 'unknown')),
  waybill_number text not null default '',
  route_code text not null default '',
  print_payload text not null default '',
  problem jsonb,
  requested_at timestamptz not null,
  -- Set before the carrier is called: with state `requested` it means that the outcome has to be looked up.
  sent_at timestamptz,
  attempts int not null default 0,
  issued_at timestamptz,
  voided_at timestamptz,
  void_reason text not null default '',
  -- The carrier has taken the number back, or said why not.
  cancelled_at timestamptz,
  cancel_problem text not null default '',
  primary key (merchant_id, waybill_id),
  unique (merchant_id, request_key),
  foreign key (merchant_id, parcel_id) references parcels (merchant_id, parcel_id) on delete restrict,
  foreign key (merchant_id, carrier_account_id) references carrier_accounts (merchant_id, carrier_account_id) on delete restrict,
  constraint waybills_issued_has_number check (state <> 'issued' or waybill_number <> '')
)
--;
create unique index waybills_one_live_per_parcel on waybills (merchant_id, parcel_id) where voided_at is null and state <> 'refused'
--;
create unique index waybills_number_used_once on waybills (merchant_id, carrier, waybill_number) where waybill_number <> '' and voided_at is null
--;
create index waybills_to_fetch on waybills (merchant_id, carrier_account_id, waybill_id) where state = 'requested' and voided_at is null
--;
create index waybills_to_cancel on waybills (merchant_id, carrier_account_id, waybill_id) where state = 'issued' and voided_at is not null and cancelled_at is null and cancel_problem = ''
--;
select app.protect('waybills', 'select, insert, update')
--;
create table batches (
  merchant_id bigint not null,
  batch_id uuid not null,
  kind text not null check (kind in ('waybill', 'print', 'ship')),
  total int not null,
  options jsonb not null default '{}',
  started_by text not null,
  created_at timestamptz not null,
  -- A batch is finished when none of its items waits; only a stop by a person is stored.
  cancelled_at timestamptz,
  primary key (merchant_id, batch_id)
)
--;
create index batches_by_time on batches (merchant_id, created_at desc, batch_id desc)
--;
select app.protect('batches', 'select, insert, update')
--;
create table batch_items (
  merchant_id bigint not null,
  batch_id uuid not null,
  parcel_id uuid not null,
  shop_id uuid not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  code text,
  params jsonb,
  primary key (merchant_id, batch_id, parcel_id),
  foreign key (merchant_id, batch_id) references batches (merchant_id, batch_id) on delete cascade
)
--;
create index batch_items_by_parcel on batch_items (merchant_id, parcel_id)
--;
select app.protect('batch_items', 'select, insert, update')
--;
create table printers (
  merchant_id bigint not null,
  printer_id uuid not null,
  name text not null,
  url text not null,
  label_size text not null check (label_size in ('76x130', '100x180')),
  state text not null default 'unknown' check (state in ('idle', 'printing', 'stopped', 'unreachable', 'unknown')),
  reasons jsonb not null default '[]',
  checked_at timestamptz,
  removed_at timestamptz,
  primary key (merchant_id, printer_id)
)
--;
create unique index printers_name on printers (merchant_id, name) where removed_at is null
--;
select app.protect('printers', 'select, insert, update')
--;
create table print_jobs (
  merchant_id bigint not null,
  print_job_id uuid not null,
  -- null = downloaded to be printed by the browser
  printer_id uuid,
  batch_id uuid,
  with_delivery_note boolean not null,
  is_reprint boolean not null,
  reason text not null default '',
  started_by text not null,
  created_at timestamptz not null,
  primary key (merchant_id, print_job_id),
  foreign key (merchant_id, printer_id) references printers (merchant_id, printer_id) on delete restrict
)
--;
create index print_jobs_by_time on print_jobs (merchant_id, created_at desc, print_job_id desc)
--;
select app.protect('print_jobs', 'select, insert, update')
--;
-- One sheet = one label on one printer. `sending` is committed before the printer is called and carries the job name, so that
-- after a crash the printer can be asked whether it has this sheet.
create table sheets (
  merchant_id bigint not null,
  sheet_id uuid not null,
  print_job_id uuid not null,
  printer_id uuid,
  parcel_id uuid not null,
  parcel_number text not null,
  shop_id uuid not null,
  waybill_id uuid not null,
  waybill_number text not null,
  place int not null,
  -- 1 = first print, 2 = first reprint …
  copy int not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'accepted', 'printed', 'failed', 'unknown', 'cancelled')),
  printer_job_id int,
  problem text not null default '',
  printed_at timestamptz,
  primary key (merchant_id, sheet_id),
  foreign key (merchant_id, print_job_id) references print_jobs (merchant_id, print_job_id) on delete restrict,
  foreign key (merchant_id, waybill_id) references waybills (merchant_id, waybill_id) on delete restrict
)
--;
-- The same copy of a waybill is printed once; a failed or cancelled sheet frees its place.
create unique index sheets_copy_once on sheets (merchant_id, waybill_id, copy) where state not in ('failed', 'cancelled')
--;
-- The order of a printer: older jobs first, then the place in the job.
create index sheets_waiting on sheets (merchant_id, printer_id, print_job_id, place) where state in ('queued', 'sending', 'accepted')
--;
create index sheets_printed on sheets (merchant_id, printer_id, printed_at desc) where state = 'printed' and printer_job_id is not null
--;
create index sheets_by_parcel on sheets (merchant_id, parcel_id)
--;
create index sheets_by_job on sheets (merchant_id, print_job_id, place)
--;
select app.protect('sheets', 'select, insert, update')
--;
-- One row per order in a shipped parcel: the number must reach the platform for every original order.
create table write_backs (
  merchant_id bigint not null,
  write_back_id uuid not null,
  parcel_id uuid not null,
  parcel_number text not null,
  order_id uuid not null,
  shop_id uuid not null,
  platform_order_id text not null,
  -- [] = the whole order
  platform_line_ids jsonb not null,
  carrier text not null,
  waybill_number text not null,
  state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'failed', 'needs_person', 'settled')),
  attempts int not null default 0,
  problem text not null default '',
  next_attempt_at timestamptz,
  confirmed_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, write_back_id),
  constraint write_backs_once unique (merchant_id, parcel_id, order_id),
  foreign key (merchant_id, parcel_id) references parcels (merchant_id, parcel_id) on delete restrict,
  foreign key (merchant_id, order_id) references orders (merchant_id, order_id) on delete restrict
)
--;
create index write_backs_due on write_backs (merchant_id, shop_id, next_attempt_at) where state in ('waiting', 'failed')
--;
create index write_backs_by_order on write_backs (merchant_id, order_id)
--;
create index write_backs_by_state on write_backs (merchant_id, state, created_at desc, write_back_id desc)
--;
select app.protect('write_backs', 'select, insert, update')
