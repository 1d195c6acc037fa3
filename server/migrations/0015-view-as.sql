-- Through whose eyes the owner looks in this session, and until when at most. Both or none.
alter table sessions
  add column viewing_id uuid,
  add column viewing_until timestamptz,
  add constraint sessions_viewing check ((viewing_id is null) = (viewing_until is null)),
  add constraint sessions_viewed foreign key (merchant_id, viewing_id) references accounts (merchant_id, account_id) on delete restrict
--;
create index sessions_by_viewed on sessions (merchant_id, viewing_id) where viewing_id is not null
