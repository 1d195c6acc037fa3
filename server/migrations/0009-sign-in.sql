-- Second factors, known devices, sign-in policies, approvals, notices.
alter table accounts
  -- Set by an administrator's reset: nothing works before the person has chosen a password of their own.
  add column must_change_password boolean not null default false,
  -- Tokens of this account that were issued before are void.
  add column tokens_void_before timestamptz
--;
alter table sessions
  add column device_id uuid,
  -- With what the person came in: password, totp, recovery, passkey, ticket.
  add column came_by text not null default 'password',
  -- When the person last proved with a factor that it is they.
  add column stepped_up_at timestamptz,
  -- A second factor was required and missing: nothing else before it is set up.
  add column must_enrol boolean not null default false,
  -- Locked on purpose; an idle session is locked by last_seen_at alone.
  add column locked_at timestamptz
--;
-- `sealed` is in force once confirmed; `next_sealed` waits for its first code, so that an abandoned change leaves the old one working.
create table totp_factors (
  merchant_id bigint not null,
  account_id uuid not null,
  sealed bytea,
  -- The last time step whose code was used: no code is taken twice, nor an older one after a newer.
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  next_sealed bytea,
  primary key (merchant_id, account_id),
  check ((sealed is null) = (confirmed_at is null)),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('totp_factors', 'select, insert, update, delete')
--;
create table passkeys (
  merchant_id bigint not null,
  passkey_id text not null,
  account_id uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  is_backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (merchant_id, passkey_id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create index passkeys_by_account on passkeys (merchant_id, account_id)
--;
select app.protect('passkeys', 'select, insert, update, delete')
--;
create table recovery_codes (
  merchant_id bigint not null,
  account_id uuid not null,
  code_hash text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (merchant_id, account_id, code_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('recovery_codes', 'select, insert, update, delete')
--;
-- The password was right, the second factor is still to come.
create table sign_in_challenges (
  merchant_id bigint not null,
  challenge_hash text not null,
  account_id uuid not null,
  -- Of the password hash that was right: a password changed meanwhile voids the challenge.
  password_print text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (merchant_id, challenge_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('sign_in_challenges', 'select, insert, update, delete')
--;
-- Passkey challenges are signed, not stored; the answered ones are, so that none is answered twice.
create table answered_challenges (
  merchant_id bigint not null,
  challenge_hash text not null,
  expires_at timestamptz not null,
  primary key (merchant_id, challenge_hash)
)
--;
select app.protect('answered_challenges', 'select, insert, delete')
--;
-- A browser from which this account has signed in before, known by a cookie of its own.
create table known_devices (
  merchant_id bigint not null,
  account_id uuid not null,
  device_hash text not null,
  device_id uuid not null,
  name text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (merchant_id, account_id, device_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('known_devices', 'select, insert, update, delete')
--;
create table known_networks (
  merchant_id bigint not null,
  account_id uuid not null,
  network text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (merchant_id, account_id, network),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('known_networks', 'select, insert, update, delete')
--;
-- How one signs in: role '' = the whole merchant, else who holds the role. Of several rows that hold for a person the strictest counts.
create table sign_in_policies (
  merchant_id bigint not null,
  role text not null,
  needs_factor boolean not null,
  idle_minutes int check (idle_minutes between 1 and 1440),
  session_limit int check (session_limit between 1 and 20),
  at_limit text not null check (at_limit in ('endOldest', 'refuse')),
  life_hours int check (life_hours between 1 and 720),
  version int not null default 1,
  primary key (merchant_id, role)
)
--;
select app.protect('sign_in_policies', 'select, insert, update, delete')
--;
create table emergency_stops (
  merchant_id bigint primary key,
  tokens_void_before timestamptz,
  -- Until released only owners sign in.
  held_since timestamptz,
  held_by uuid
)
--;
select app.protect('emergency_stops', 'select, insert, update')
--;
-- What a caller that cannot prove to be a person (token, app, agent) asks a person to allow: once, with exactly this input.
create table approvals (
  merchant_id bigint not null,
  approval_id uuid not null,
  account_id text not null,
  account_name text not null,
  on_behalf_of uuid,
  operation text not null,
  input_hash text not null,
  -- The input as a person reads it, secrets left out.
  summary jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'used')),
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  used_at timestamptz,
  expires_at timestamptz not null,
  primary key (merchant_id, approval_id)
)
--;
create unique index approvals_one_waiting on approvals (merchant_id, account_id, operation, input_hash) where state = 'waiting'
--;
create index approvals_by_caller on approvals (merchant_id, account_id, operation, input_hash, state)
--;
select app.protect('approvals', 'select, insert, update, delete')
--;
-- For one person, or for all who hold a permission over the account it is about.
create table notices (
  merchant_id bigint not null,
  notice_id uuid not null,
  to_account_id uuid,
  to_permission text,
  about_account_id uuid,
  kind text not null,
  params jsonb not null,
  created_at timestamptz not null,
  primary key (merchant_id, notice_id),
  check ((to_account_id is null) <> (to_permission is null))
)
--;
create index notices_by_account on notices (merchant_id, to_account_id, notice_id desc)
--;
create index notices_by_permission on notices (merchant_id, to_permission, notice_id desc) where to_permission is not null
--;
select app.protect('notices', 'select, insert, delete')
--;
create table notice_reads (
  merchant_id bigint not null,
  account_id uuid not null,
  notice_id uuid not null,
  read_at timestamptz not null,
  primary key (merchant_id, account_id, notice_id),
  foreign key (merchant_id, notice_id) references notices (merchant_id, notice_id) on delete cascade
)
--;
select app.protect('notice_reads', 'select, insert, delete')
--;
-- Failures per login over all addresses. Under pressure tries from unknown devices are spaced out; a known device never waits for it.
create table directory.sign_in_pressure (
  login_hash text primary key,
  failures real not null,
  last_at timestamptz not null,
  next_try_at timestamptz not null
)
--;
grant select, insert, update, delete on directory.sign_in_pressure to zhanggui_app
