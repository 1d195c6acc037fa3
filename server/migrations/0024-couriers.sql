-- Accounts at the couriers themselves (网点、月结号 …): what was typed is sealed with the merchant's key. Null = a shop's platform is asked.
alter table carrier_accounts add column account_sealed bytea
--;
alter table carrier_accounts add column version int not null default 1
--;
alter table carrier_accounts add column ended_at timestamptz
--;
-- Why this courier and no other: the answer of the choice, kept with the number it led to.
alter table waybills add column choice jsonb
--;
-- Provinces the merchant's account does not serve, as the branch told them.
alter table carrier_accounts add column unserved_provinces text[] not null default '{}'
--;
-- Which courier takes which parcel: tried in order of `position`; saved as a whole, so the version stands with the merchant's set.
create table courier_rules (
  merchant_id bigint not null,
  rule_id uuid not null,
  position int not null,
  name text not null,
  conditions jsonb not null,
  carrier_account_ids uuid[] not null,
  primary key (merchant_id, rule_id),
  unique (merchant_id, position)
)
--;
select app.protect('courier_rules', 'select, insert, update, delete')
--;
create table courier_rule_sets (
  merchant_id bigint not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (merchant_id)
)
--;
select app.protect('courier_rule_sets', 'select, insert, update')
