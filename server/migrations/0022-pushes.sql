-- A change told by a platform: only that an order changed, read again by a job. A repeat of the platform changes nothing (primary key).
create table push_notices (
  merchant_id bigint not null,
  shop_id uuid not null,
  -- The platform's own word for this message.
  notice_id text not null,
  platform_order_id text not null,
  received_at timestamptz not null,
  settled_at timestamptz,
  primary key (merchant_id, shop_id, notice_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index push_notices_open on push_notices (merchant_id, shop_id, received_at, notice_id) where settled_at is null
--;
create index push_notices_by_age on push_notices (merchant_id, settled_at) where settled_at is not null
--;
select app.protect('push_notices', 'select, insert, update, delete')
--;
-- Whose shop it is that a platform names: a platform's pushes reach the installation at one address for all merchants. Holds ids alone.
create table directory.platform_shops (
  platform text not null,
  platform_shop_id text not null,
  merchant_id bigint not null,
  shop_id uuid not null,
  primary key (platform, platform_shop_id, merchant_id)
)
--;
create unique index platform_shops_once_per_shop on directory.platform_shops (merchant_id, shop_id)
--;
grant select, insert, update, delete on directory.platform_shops to zhanggui_app
--;
do $$
declare merchant bigint;
begin
  for merchant in select m.merchant_id from directory.merchants m order by m.merchant_id loop
    perform app.enter(merchant);
    insert into directory.platform_shops (platform, platform_shop_id, merchant_id, shop_id)
    select s.platform, s.platform_shop_id, merchant, s.shop_id from shops s where s.merchant_id = merchant and s.platform_shop_id <> '';
  end loop;
end $$
--;
-- Which process holds a platform's line: a value with an end, because it is held for hours.
create table directory.push_lines (
  platform text primary key,
  held_by text not null,
  lease_until timestamptz not null
)
--;
grant select, insert, update, delete on directory.push_lines to zhanggui_app
--;
-- Until when the orders were read a second time, later, and how many that had not been stored the last find brought.
alter table shop_sync
  add column checked_until timestamptz,
  add column missed_count int not null default 0 check (missed_count >= 0),
  add column missed_at timestamptz
--;
-- The end of the authorisation that people were last warned of.
alter table shop_authorisations add column warned_of timestamptz
