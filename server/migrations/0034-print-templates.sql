-- What stands where in the shop's own area of a label. Every version stays: paper that was printed can be explained.
create table print_templates (
  merchant_id bigint not null,
  size text not null check (size in ('76x130', '100x180')),
  version int not null,
  elements jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (merchant_id, size, version)
)
--;
select app.protect('print_templates', 'select, insert')
