-- Somebody leaves: what was held and to whom it went, a checklist, two signatures.
create table offboardings (
  merchant_id bigint not null,
  offboarding_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('open', 'signed', 'cancelled')),
  -- By hand, or at the end of a temporary account.
  is_automatic boolean not null default false,
  started_by text not null,
  started_name text not null,
  started_at timestamptz not null,
  -- [{ kind, count, toAccountId, toName, note }]
  handed_over jsonb not null default '[]',
  -- [{ item, doneBy, doneName, doneAt }]
  checklist jsonb not null,
  signed_by text,
  signed_name text,
  signed_at timestamptz,
  -- The state the account had, should the case be cancelled.
  state_before text not null,
  version int not null default 1,
  primary key (merchant_id, offboarding_id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
create unique index offboardings_one_open on offboardings (merchant_id, account_id) where state = 'open'
--;
select app.protect('offboardings', 'select, insert, update')
--;
-- Which permission somebody last used on which day: what was never used need not be held. One write a person, permission and day.
create table permission_uses (
  merchant_id bigint not null,
  account_id text not null,
  permission text not null,
  first_used_on date not null,
  last_used_on date not null,
  primary key (merchant_id, account_id, permission)
)
--;
select app.protect('permission_uses', 'select, insert, update')
--;
create table access_reviews (
  merchant_id bigint not null,
  review_id uuid not null,
  name text not null check (name <> ''),
  state text not null check (state in ('open', 'closed')),
  started_by text not null,
  started_name text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  reminded_at timestamptz,
  closed_at timestamptz,
  -- The report as canonical JSON and its signature with the log key.
  report text,
  signature text,
  primary key (merchant_id, review_id)
)
--;
select app.protect('access_reviews', 'select, insert, update')
--;
create table access_review_items (
  merchant_id bigint not null,
  review_id uuid not null,
  item_id uuid not null,
  grant_id uuid not null,
  subject_kind text not null check (subject_kind in ('account', 'department')),
  subject_id uuid not null,
  subject_name text not null,
  -- The grant as it was when the review began.
  grant_text jsonb not null,
  reviewer_id text not null,
  reviewer_name text not null,
  decision text check (decision in ('keep', 'remove', 'expired')),
  note text not null default '',
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  primary key (merchant_id, item_id),
  foreign key (merchant_id, review_id) references access_reviews (merchant_id, review_id) on delete restrict
)
--;
create index access_review_items_by_review on access_review_items (merchant_id, review_id, reviewer_id)
--;
select app.protect('access_review_items', 'select, insert, update')
--;
-- Months between two reviews that begin by themselves; null = only by hand.
alter table team_state add column review_every_months int check (review_every_months between 1 and 12)
