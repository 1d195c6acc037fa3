create table shops (
  merchant_id bigint not null,
  shop_id uuid not null,
  platform text not null,
  name text not null,
  platform_shop_id text not null default '',
  platform_shop_name text not null default '',
  state text not null check (state in ('unauthorised', 'active', 'authorisation_expired', 'paused')),
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, shop_id),
  unique (merchant_id, name)
)
--;
select app.protect('shops', 'select, insert, update')
--;
-- Tokens are sealed with the merchant's key (kernel/vault). The row is locked while refreshing: one refresh per shop at a time.
create table shop_authorisations (
  merchant_id bigint not null,
  shop_id uuid not null,
  access_token_sealed bytea not null,
  refresh_token_sealed bytea not null,
  access_expires_at timestamptz not null,
  refresh_expires_at timestamptz not null,
  authorised_at timestamptz not null,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('shop_authorisations', 'select, insert, update')
--;
create table shop_sync (
  merchant_id bigint not null,
  shop_id uuid not null,
  pulled_until timestamptz,
  last_success_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  -- Limit answers of the platform: no call before this moment.
  wait_until timestamptz,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('shop_sync', 'select, insert, update')
