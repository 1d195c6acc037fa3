-- Wrong second-factor codes of one burst, so that a burst is told once; a right code removes the row.
create table wrong_codes (
  merchant_id bigint not null,
  account_id uuid not null,
  failures int not null,
  last_at timestamptz not null,
  told_at timestamptz,
  primary key (merchant_id, account_id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, account_id) on delete restrict
)
--;
select app.protect('wrong_codes', 'select, insert, update, delete')
--;
-- How far beyond the daily limit the last confirmation carries, and when the budget was last spent from: the next block wants a newer one.
alter table spent_budgets
  add column carried_to bigint not null default 0,
  add column last_at timestamptz
