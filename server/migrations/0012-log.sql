-- Version 2 of the log entry: its kind, by which app, for whom, from which browser, what it changed. Version 1 stays as it was hashed.
alter table log_entries
  add column kind text not null default 'command'
    check (kind in ('command', 'signIn', 'refusal', 'reveal', 'export', 'logReading', 'read', 'purge')),
  add column app_id text,
  add column app_name text,
  add column on_behalf_id text,
  add column on_behalf_name text,
  add column user_agent text not null default '',
  add column before jsonb,
  add column after jsonb
--;
-- The kind of a version 1 entry is not part of its hash: it only serves the search.
do $$
declare merchant bigint;
begin
  for merchant in select m.merchant_id from directory.merchants m order by m.merchant_id loop
    perform app.enter(merchant);
    update log_entries e set kind = case
        when e.operation in ('team.signIn', 'team.signInWithTicket') then 'signIn'
        when e.outcome = 'refused' then 'refusal'
        when e.operation = 'orders.revealReceiver' then 'reveal'
        when e.operation = 'team.readLog' then 'logReading'
        else 'read' end
      where e.merchant_id = merchant and (e.outcome = 'refused' or e.operation in (
        'team.signIn', 'team.signInWithTicket', 'orders.revealReceiver', 'team.readLog', 'files.readFile', 'intake.readMessage'));
  end loop;
end $$
--;
alter table log_entries alter column kind drop default
--;
create index log_entries_by_kind on log_entries (merchant_id, kind, at desc, entry_id desc)
--;
create index log_entries_by_app on log_entries (merchant_id, app_id, at desc, entry_id desc) where app_id is not null
--;
create index log_entries_by_principal on log_entries (merchant_id, on_behalf_id, at desc, entry_id desc) where on_behalf_id is not null
--;
-- Roots of complete subtrees of 256, 65,536 … leaves, so that a proof reads hundreds of hashes and not the whole log.
create table log_nodes (
  merchant_id bigint not null,
  height int not null,
  place bigint not null,
  hash text not null,
  primary key (merchant_id, height, place)
)
--;
select app.protect('log_nodes', 'select, insert')
--;
-- How far each file or address outside the database has been told of the checkpoints.
create table log_receivers (
  merchant_id bigint not null,
  receiver text not null,
  tree_size bigint not null,
  lease_until timestamptz not null,
  primary key (merchant_id, receiver)
)
--;
select app.protect('log_receivers', 'select, insert, update')
--;
-- What is left of a purged entry: its header, which hashes to its leaf, and the purge that removed it.
create table log_tombstones (
  merchant_id bigint not null,
  seq bigint not null,
  entry_id uuid not null,
  at timestamptz not null,
  kind text not null,
  body text not null,
  purge_id uuid not null,
  purged_at timestamptz not null,
  primary key (merchant_id, seq)
)
--;
create index log_tombstones_by_purge on log_tombstones (merchant_id, purge_id, seq)
--;
select app.protect('log_tombstones', 'select')
--;
-- The only way for the application to remove log entries. It looks for itself whether each is old enough (six months for access by the
-- Cybersecurity Law, three years for acts by the E-commerce Law; a merchant may keep them longer) and whether what is left of it hashes
-- to its leaf; if a single one is not, none is removed. Rows: {seq, body}; body = SHA-256 of the canonical entry, base64.
create function app.purge_log(purge uuid, removed jsonb) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  merchant bigint := app.current_merchant();
  wanted int;
  fit int;
begin
  wanted := jsonb_array_length(removed);
  with rows as (
    select l.seq, e.entry_id, e.at, e.kind, r.body, e.objects
    from jsonb_to_recordset(removed) as r(seq bigint, body text)
    join log_leaves l on l.merchant_id = merchant and l.seq = r.seq
    join log_entries e on e.merchant_id = merchant and e.entry_id = l.entry_id
    where e.version = 2 and e.kind <> 'purge'
      and e.at <= now() - case e.kind when 'command' then interval '1096 days' else interval '183 days' end
      and l.leaf_hash = encode(sha256('\x00'::bytea || convert_to(format('{"at":"%s","body":"%s","entryId":"%s","kind":"%s","version":2}',
        to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), r.body, e.entry_id, e.kind), 'UTF8')), 'base64')),
  stones as (
    insert into log_tombstones (merchant_id, seq, entry_id, at, kind, body, purge_id, purged_at)
    select merchant, r.seq, r.entry_id, r.at, r.kind, r.body, purge, now() from rows r
    returning seq),
  objects as (
    delete from log_objects o using rows r, jsonb_to_recordset(r.objects) as t(kind text, id text)
    where o.merchant_id = merchant and o.object_kind = t.kind and o.object_id = t.id and o.entry_id = r.entry_id),
  entries as (
    delete from log_entries e using rows r where e.merchant_id = merchant and e.entry_id = r.entry_id)
  select count(*) into fit from stones;
  if fit <> wanted then
    raise exception 'app.purge_log: % of % entries are not sealed, not old enough or not what was sealed', wanted - fit, wanted;
  end if;
  return fit;
end $$
--;
revoke execute on function app.purge_log(uuid, jsonb) from public
--;
grant execute on function app.purge_log(uuid, jsonb) to zhanggui_app
