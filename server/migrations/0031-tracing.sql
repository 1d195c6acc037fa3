-- Services that tell where parcels are; what was typed is sealed with the merchant's key.
create table tracing_services (
  merchant_id bigint not null,
  service text not null,
  credentials_sealed bytea not null,
  version int not null default 1,
  -- Why it cannot be asked at present; no call is made before `wait_until`.
  problem text not null default '',
  wait_until timestamptz,
  primary key (merchant_id, service)
)
--;
select app.protect('tracing_services', 'select, insert, update, delete')
--;
-- One row per waybill number that left the house.
create table traces (
  merchant_id bigint not null,
  trace_id uuid not null,
  parcel_id uuid not null,
  parcel_number text not null,
  shop_id uuid not null,
  carrier text not null,
  waybill_number text not null,
  -- Last four digits of the sender's number: some couriers show nothing without.
  phone_tail text not null,
  shipped_at timestamptz not null,
  state text not null default 'created',
  service_state text not null default '',
  last_event_at timestamptz,
  last_text text not null default '',
  events jsonb not null default '[]',
  -- The service that pushes changes of it; '' = none, it is asked at a steady pace.
  subscribed_with text not null default '',
  -- null = nothing follows any more.
  next_query_at timestamptz,
  -- Without news by then it is stuck; null = it has been called so, or cannot be.
  stuck_at timestamptz,
  -- The exception that its present state was called; '' = none.
  raised text not null default '',
  problem text not null default '',
  primary key (merchant_id, trace_id),
  unique (merchant_id, carrier, waybill_number),
  foreign key (merchant_id, parcel_id) references parcels (merchant_id, parcel_id) on delete restrict
)
--;
create index traces_by_time on traces (merchant_id, shipped_at desc, trace_id desc)
--;
create index traces_of_parcel on traces (merchant_id, parcel_id)
--;
create index traces_to_ask on traces (merchant_id, next_query_at) where next_query_at is not null
--;
create index traces_to_call_stuck on traces (merchant_id, stuck_at) where stuck_at is not null
--;
select app.protect('traces', 'select, insert, update')
--;
create table trace_exceptions (
  merchant_id bigint not null,
  exception_id uuid not null,
  trace_id uuid not null,
  parcel_id uuid not null,
  shop_id uuid not null,
  kind text not null check (kind in ('stuck', 'problem', 'refused', 'returning', 'returned')),
  raised_at timestamptz not null,
  closed_at timestamptz,
  -- '' = the parcel moved on by itself.
  closed_by text not null default '',
  note text not null default '',
  primary key (merchant_id, exception_id),
  foreign key (merchant_id, trace_id) references traces (merchant_id, trace_id) on delete restrict
)
--;
create unique index trace_exceptions_one_open on trace_exceptions (merchant_id, trace_id) where closed_at is null
--;
create index trace_exceptions_open_by_time on trace_exceptions (merchant_id, raised_at desc, exception_id desc) where closed_at is null
--;
select app.protect('trace_exceptions', 'select, insert, update')
