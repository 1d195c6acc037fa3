create table accounts (
  merchant_id bigint not null,
  account_id uuid not null,
  login text not null,
  name text not null,
  state text not null default 'active' check (state in ('active', 'frozen', 'left')),
  is_owner boolean not null default false,
  password_hash text not null,
  -- Rises with every change of rights or state; read in the transaction of every request.
  epoch int not null default 1,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (merchant_id, account_id),
  unique (merchant_id, login)
)
--;
select app.protect('accounts', 'select, insert, update')
--;
-- A grant is a pair (role, shops); shop_ids null = all shops, also future ones.
create table grants (
  merchant_id bigint not null,
  grant_id uuid not null,
  account_id uuid not null,
  role text not null,
  shop_ids uuid[] check (shop_ids is null or cardinality(shop_ids) > 0),
  granted_by text not null,
  granted_at timestamptz not null default now(),
  primary key (merchant_id, grant_id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index grants_by_account on grants (merchant_id, account_id)
--;
select app.protect('grants', 'select, insert, update, delete')
--;
create table sessions (
  merchant_id bigint not null,
  session_id uuid not null,
  account_id uuid not null,
  token_hash text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ip text not null,
  user_agent text not null,
  primary key (merchant_id, session_id),
  unique (merchant_id, token_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index sessions_by_account on sessions (merchant_id, account_id, last_seen_at desc)
--;
select app.protect('sessions', 'select, insert, update, delete')
--;
-- Single-use sign-in links (the owner's first sign-in). Stored hashed.
create table login_tickets (
  merchant_id bigint not null,
  ticket_hash text not null,
  account_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (merchant_id, ticket_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('login_tickets', 'select, insert, update, delete')
--;
-- Tries to sign in per login and address: the wait falls on the pair, so nobody can lock out somebody else. Counted for logins that do not
-- exist too, or the wait would tell which do; so it belongs to no merchant. Hashed: some people type their password as the login.
create table directory.sign_in_tries (
  login_hash text not null,
  ip text not null,
  tries int not null,
  last_at timestamptz not null,
  primary key (login_hash, ip)
)
--;
create index sign_in_tries_by_age on directory.sign_in_tries (last_at)
--;
grant select, insert, update, delete on directory.sign_in_tries to zhanggui_app
