-- An invitation belongs to one account in state 'invited', which keeps its name and its seat meanwhile. Sending it anew replaces the
-- token in the same row: the old link is dead with the same write.
create table invitations (
  merchant_id bigint not null,
  invitation_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('wechat', 'phone', 'email', 'link')),
  -- Keyed hash of the address for comparing, the address sealed for sending, and a part of it for people; a link has none.
  address_print text,
  address_sealed bytea,
  address_hint text not null default '',
  state text not null check (state in ('queued', 'sending', 'delivered', 'opened', 'accepted', 'declined', 'expired', 'voided', 'failed')),
  reason text,
  detail text not null default '',
  round int not null default 1,
  token_hash text not null,
  -- What the message or QR code carries, sealed, only while it can still be answered.
  token_sealed bytea,
  -- Origin of the pages the invitation leads to.
  site text not null,
  language text not null check (language in ('zh', 'en')),
  -- What is granted with the acceptance, weighed again against the inviter's rights of that moment.
  grants jsonb not null,
  sent_by uuid not null,
  tries int not null default 0,
  next_try_at timestamptz,
  provider_message_id text,
  was_read boolean,
  wrong_contacts int not null default 0,
  real_name text not null default 'none' check (real_name in ('none', 'checking', 'proved', 'mismatch', 'taken', 'trouble')),
  real_name_tries int not null default 0,
  -- { name, idNumber } while it is checked, { name } once it is proved.
  real_name_sealed bytea,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  delivered_at timestamptz,
  opened_at timestamptz,
  reminded_at timestamptz,
  answered_at timestamptz,
  version int not null default 1,
  primary key (merchant_id, invitation_id),
  unique (merchant_id, account_id),
  unique (merchant_id, token_hash),
  check ((kind = 'link') = (address_print is null)),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict,
  foreign key (merchant_id, sent_by) references accounts (merchant_id, account_id) on delete restrict
)
--;
-- Nobody waits for two invitations of one merchant at one address.
create unique index invitations_one_per_address on invitations (merchant_id, address_print)
  where state in ('queued', 'sending', 'delivered', 'opened') and address_print is not null
--;
create index invitations_pending on invitations (merchant_id, expires_at) where state in ('queued', 'sending', 'delivered', 'opened')
--;
create index invitations_by_sender on invitations (merchant_id, sent_by)
--;
select app.protect('invitations', 'select, insert, update')
--;
create table invitation_settings (
  merchant_id bigint primary key,
  requires_real_name boolean not null,
  life_hours int not null check (life_hours > 0),
  remind_after_hours int not null check (remind_after_hours > 0),
  version int not null default 1
)
--;
select app.protect('invitation_settings', 'select, insert, update')
--;
-- One identity card, one account of a merchant: the print is a keyed hash of the number, which itself is not kept.
create table real_names (
  merchant_id bigint not null,
  identity_print text not null,
  account_id uuid not null,
  proved_at timestamptz not null,
  primary key (merchant_id, identity_print),
  unique (merchant_id, account_id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('real_names', 'select, insert, update, delete')
