create table shops (
  merchant_id bigint not null,
  shop_id uuid not null,
  platform text not null,
  name text not null,
  platform_shop_id text not null default '',
  platform_shop_name text not null default '',
  state text not null check (state in ('unauthorised', 'active', 'authorisation_expired', 'paused')),
  -- The first pull begins this many hours before now.
  first_pull_hours int not null default 24 check (first_pull_hours between 0 and 720),
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, shop_id),
  unique (merchant_id, name)
)
--;
-- One shop of a platform stands here once: two rows would bring every order twice.
create unique index shops_once_per_platform_shop on shops (merchant_id, platform, platform_shop_id) where platform_shop_id <> ''
--;
select app.protect('shops', 'select, insert, update')
--;
-- Tokens are sealed with the merchant's key (kernel/vault). Every new pair raises token_version. A renewal is asked for by the
-- holder of the lease alone; the lease is a value, not a lock, because the platform is called while it is held.
create table shop_authorisations (
  merchant_id bigint not null,
  shop_id uuid not null,
  access_token_sealed bytea not null,
  refresh_token_sealed bytea not null,
  access_expires_at timestamptz not null,
  refresh_expires_at timestamptz not null,
  authorised_at timestamptz not null,
  renewed_at timestamptz not null,
  token_version int not null default 1,
  renewal_lease_until timestamptz,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('shop_authorisations', 'select, insert, update')
--;
-- A person's way to the platform and back: the platform's answer is taken once, from the same account, in time.
create table shop_authorisation_requests (
  merchant_id bigint not null,
  request_id uuid not null,
  shop_id uuid not null,
  account_id text not null,
  redirect_url text not null,
  expires_at timestamptz not null,
  code_sealed bytea,
  primary key (merchant_id, request_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('shop_authorisation_requests', 'select, insert, update')
--;
create table shop_sync (
  merchant_id bigint not null,
  shop_id uuid not null,
  pulled_until timestamptz,
  last_success_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  -- No call before this moment: a limit the platform named, or our own growing patience after failures.
  wait_until timestamptz,
  failed_count int not null default 0,
  -- Kept in step by intake, in the transaction that quarantines or settles.
  quarantined_count int not null default 0 check (quarantined_count >= 0),
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('shop_sync', 'select, insert, update')
