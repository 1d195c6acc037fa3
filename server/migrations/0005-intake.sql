-- Raw messages, append-only: a replay reads them again. One row per platform version of an order.
create table intake_messages (
  merchant_id bigint not null,
  message_id uuid not null,
  shop_id uuid not null,
  platform_order_id text not null,
  -- The platform's modification time and a fingerprint of the content: it counts in seconds, and changes within one are all kept.
  version text not null,
  body text not null,
  received_at timestamptz not null,
  state text not null default 'new' check (state in ('new', 'applied', 'quarantined')),
  reason text,
  primary key (merchant_id, message_id),
  unique (merchant_id, shop_id, platform_order_id, version),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index intake_messages_quarantined on intake_messages (merchant_id, shop_id, received_at desc, message_id desc) where state = 'quarantined'
--;
create index intake_messages_new on intake_messages (merchant_id, received_at) where state = 'new'
--;
select app.protect('intake_messages', 'select, insert, update')
--;
-- Plans and foreign key checks that a session made while a table was empty read it from end to end (or by a wrong index) until the
-- table's statistics change; autovacuum looks once a minute. Whoever brings rows in bulk calls this: a table that has grown fourfold
-- since it was last looked at is looked at now, up to 80 MB, where autovacuum is soon enough.
create function app.analyze_grown_tables() returns void language plpgsql security definer set search_path = pg_catalog as $$
declare grown regclass;
begin
  for grown in
    select c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpages < 10240
      and pg_relation_size(c.oid) >= 4 * 8192 * greatest(c.relpages, 2)::bigint
    order by c.oid
  loop
    execute format('analyze (skip_locked) %s', grown);
  end loop;
end $$
--;
grant execute on function app.analyze_grown_tables() to zhanggui_app
