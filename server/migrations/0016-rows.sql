-- Where goods leave from. Every merchant has a main warehouse from its first day, under the same id with all of them: shops and parcels
-- that know no other stand in it without being touched one by one.
create table warehouses (
  merchant_id bigint not null,
  warehouse_id uuid not null,
  name text not null check (name <> ''),
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, warehouse_id),
  unique (merchant_id, name)
)
--;
insert into warehouses (merchant_id, warehouse_id, name)
select m.merchant_id, '00000000-0000-7000-8000-000000000001', '主仓' from directory.merchants m
--;
-- Never deleted: parcels name theirs without a foreign key, which every order that comes in would have to check.
select app.protect('warehouses', 'select, insert, update')
--;
-- From where a shop ships what is planned from now on.
alter table shops
  add column warehouse_id uuid not null default '00000000-0000-7000-8000-000000000001',
  add constraint shops_warehouse foreign key (merchant_id, warehouse_id) references warehouses (merchant_id, warehouse_id) on delete restrict
--;
alter table parcels add column warehouse_id uuid not null default '00000000-0000-7000-8000-000000000001'
--;
-- Lanes of lists for who reaches, or asks for, some warehouses only (parcel-lanes.ts).
create index parcels_by_warehouse on parcels (merchant_id, warehouse_id, shop_id, station, write_back, created_at, parcel_id)
--;
drop index parcels_by_deadline
--;
-- As before, and the warehouse beside it, so that a warehouse's own counts are read from the index alone.
create index parcels_by_deadline on parcels (merchant_id, shop_id, station, coalesce(ship_by, 'infinity'::timestamptz), parcel_id) include (ship_by, warehouse_id)
  where station not in ('shipped', 'stopped')
--;
-- Which warehouse of each of its shops a file speaks of, in the same order; empty = the shops alone decide.
alter table files add column warehouse_ids uuid[] not null default '{}'
