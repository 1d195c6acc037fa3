-- Which merchant a client identifier belongs to: asked before any merchant is known, so it belongs to none.
create table directory.oauth_clients (
  client_id text primary key,
  merchant_id bigint not null,
  app_id uuid not null
)
--;
grant select, insert on directory.oauth_clients to zhanggui_app
--;
-- A visit of a browser that asks for consent, minutes long. Its id is a secret of that browser and is stored hashed.
create table directory.oauth_interactions (
  interaction_hash text primary key,
  merchant_id bigint not null,
  payload jsonb not null,
  -- The session that decided: the visit goes on in its browser only.
  decided_session text,
  expires_at timestamptz not null
)
--;
create index oauth_interactions_by_age on directory.oauth_interactions (expires_at)
--;
grant select, insert, update, delete on directory.oauth_interactions to zhanggui_app
--;
-- Third-party applications, installed once for the merchant. shop_ids null = all shops, also future ones.
create table apps (
  merchant_id bigint not null,
  app_id uuid not null,
  client_id text not null,
  name text not null,
  publisher text not null,
  home_page text not null,
  client_type text not null check (client_type in ('public', 'confidential')),
  -- SHA-256 of the client secret; null for a public client.
  secret_hash text,
  redirect_uris text[] not null,
  functions text[] not null,
  shop_ids uuid[] check (shop_ids is null or cardinality(shop_ids) > 0),
  state text not null default 'active' check (state in ('active', 'suspended', 'uninstalled')),
  installed_by uuid not null,
  installed_at timestamptz not null,
  -- End of the subscription; null = none agreed.
  ends_at timestamptz,
  -- Days before the end for which a reminder went out last; null = none yet for this end.
  reminded_days int,
  version int not null default 1,
  primary key (merchant_id, app_id),
  unique (merchant_id, client_id),
  foreign key (merchant_id, installed_by) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index apps_by_end on apps (merchant_id, ends_at) where state <> 'uninstalled'
--;
select app.protect('apps', 'select, insert, update')
--;
-- Switched on per account, with the functions each may use: no seat is bought.
create table app_users (
  merchant_id bigint not null,
  app_id uuid not null,
  account_id uuid not null,
  functions text[] not null,
  switched_on_by text not null,
  switched_on_at timestamptz not null,
  primary key (merchant_id, app_id, account_id),
  foreign key (merchant_id, app_id) references apps (merchant_id, app_id) on delete restrict,
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index app_users_by_account on app_users (merchant_id, account_id)
--;
select app.protect('app_users', 'select, insert, update, delete')
--;
-- One consent = one family of codes and tokens. Ended, they all are dead.
create table app_consents (
  merchant_id bigint not null,
  consent_id uuid not null,
  app_id uuid not null,
  account_id uuid not null,
  -- Scopes as asked for and as given, divided by spaces.
  asked text not null,
  given text not null,
  given_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (merchant_id, consent_id),
  foreign key (merchant_id, app_id) references apps (merchant_id, app_id) on delete restrict,
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index app_consents_by_user on app_consents (merchant_id, app_id, account_id)
--;
create index app_consents_by_account on app_consents (merchant_id, account_id)
--;
select app.protect('app_consents', 'select, insert, update, delete')
--;
-- Codes, access and refresh tokens of the OAuth provider: the hash finds them, nothing here can be presented.
create table oauth_tokens (
  merchant_id bigint not null,
  token_hash text not null,
  kind text not null check (kind in ('code', 'access', 'refresh')),
  consent_id uuid not null,
  scope text not null,
  -- Place in the chain of rotations; 0 for everything but a rotated refresh token.
  rotation int not null default 0,
  payload jsonb not null,
  consumed_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (merchant_id, token_hash),
  foreign key (merchant_id, consent_id) references app_consents (merchant_id, consent_id) on delete cascade
)
--;
create index oauth_tokens_by_consent on oauth_tokens (merchant_id, consent_id)
--;
create index oauth_tokens_by_age on oauth_tokens (merchant_id, expires_at)
--;
select app.protect('oauth_tokens', 'select, insert, update, delete')
--;
-- Tokens a person makes for scripts of their own. They act as their maker, within these permissions and shops.
create table api_tokens (
  merchant_id bigint not null,
  token_id uuid not null,
  account_id uuid not null,
  name text not null,
  token_hash text not null,
  -- The last characters, to tell tokens apart.
  ending text not null,
  permissions text[] not null,
  shop_ids uuid[] check (shop_ids is null or cardinality(shop_ids) > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoke_reason text,
  primary key (merchant_id, token_id),
  unique (merchant_id, token_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index api_tokens_by_account on api_tokens (merchant_id, account_id, created_at desc)
--;
select app.protect('api_tokens', 'select, insert, update, delete')
--;
-- Where an app wants to hear of facts. Two secrets may be in force while one replaces the other.
create table app_webhooks (
  merchant_id bigint not null,
  webhook_id uuid not null,
  app_id uuid not null,
  url text not null,
  event_kinds text[] not null,
  state text not null default 'active' check (state in ('active', 'paused', 'failing', 'removed')),
  secret_sealed bytea not null,
  old_secret_sealed bytea,
  old_secret_ends_at timestamptz,
  -- Since when every delivery has failed; null = the last one arrived.
  failing_since timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  version int not null default 1,
  primary key (merchant_id, webhook_id),
  foreign key (merchant_id, app_id) references apps (merchant_id, app_id) on delete restrict
)
--;
create index app_webhooks_by_app on app_webhooks (merchant_id, app_id)
--;
select app.protect('app_webhooks', 'select, insert, update')
--;
-- The intent to deliver one fact to one webhook, written in the transaction of the fact. `delivery_id` is the webhook-id header:
-- a replay keeps it, so that a receiver who has seen it can tell.
create table webhook_deliveries (
  merchant_id bigint not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  kind text not null,
  fact jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'withheld', 'dead')),
  attempts int not null default 0,
  created_at timestamptz not null,
  next_at timestamptz,
  last_at timestamptz,
  last_status int,
  last_ms int,
  last_error text,
  primary key (merchant_id, delivery_id),
  foreign key (merchant_id, webhook_id) references app_webhooks (merchant_id, webhook_id) on delete restrict
)
--;
create index webhook_deliveries_by_webhook on webhook_deliveries (merchant_id, webhook_id, created_at desc, delivery_id desc)
--;
create index webhook_deliveries_by_age on webhook_deliveries (merchant_id, created_at)
--;
select app.protect('webhook_deliveries', 'select, insert, update, delete')
--;
-- What those who look after apps must know: a subscription ends, a webhook gave up, an installer left.
create table app_notices (
  merchant_id bigint not null,
  notice_id uuid not null,
  app_id uuid not null,
  kind text not null,
  params jsonb not null,
  at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  primary key (merchant_id, notice_id),
  foreign key (merchant_id, app_id) references apps (merchant_id, app_id) on delete restrict
)
--;
create index app_notices_open on app_notices (merchant_id, at desc) where closed_at is null
--;
select app.protect('app_notices', 'select, insert, update, delete')
