-- What the shops have on sale (商品链接), one row per variant, and the stock told to the platform. A row without our SKU is never pushed.
create table listings (
  merchant_id bigint not null,
  shop_id uuid not null,
  platform_item_id text collate "C" not null,
  -- '' = the item has no variants.
  platform_sku_id text collate "C" not null,
  merchant_sku text not null,
  title text not null,
  variant text not null,
  price_fen bigint not null,
  on_sale boolean not null,
  -- As the platform said when it was read last.
  platform_quantity bigint not null,
  read_at timestamptz not null,
  -- What we told it last; null = never.
  pushed_quantity bigint,
  pushed_at timestamptz,
  problem text not null default '',
  failed_count int not null default 0,
  retry_at timestamptz,
  primary key (merchant_id, shop_id, platform_item_id, platform_sku_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index listings_by_sku on listings (merchant_id, merchant_sku)
--;
select app.protect('listings', 'select, insert, update, delete')
--;
-- Whether a shop is told our stock, and which share of it.
create table stock_pushes (
  merchant_id bigint not null,
  shop_id uuid not null,
  is_on boolean not null default false,
  share_percent int not null default 100 check (share_percent between 1 and 100),
  version int not null default 1,
  -- The listing was read whole.
  read_at timestamptz,
  problem text not null default '',
  wait_until timestamptz,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('stock_pushes', 'select, insert, update')
