-- What the team wrote into the seller's note and flag of an order (卖家备注、旗标), on its way to the platform: the last wish only.
create table note_wishes (
  merchant_id bigint not null,
  order_id uuid not null,
  shop_id uuid not null,
  platform_order_id text collate "C" not null,
  note text not null,
  flag smallint not null check (flag between 0 and 5),
  -- Grows with every wish: the answer to an older one changes nothing.
  wish_number int not null default 1,
  -- calling: a call began and its answer is not recorded; before the next one the order is read.
  state text not null check (state in ('waiting', 'calling', 'told', 'refused', 'overtaken', 'kept')),
  -- What the platform may still say without anybody having changed it there: [{note, flag}].
  known_notes jsonb not null,
  problem text not null default '',
  attempts int not null default 0,
  next_attempt_at timestamptz,
  written_by text not null,
  written_at timestamptz not null,
  told_at timestamptz,
  primary key (merchant_id, order_id),
  foreign key (merchant_id, order_id) references orders (merchant_id, order_id) on delete restrict
)
--;
create index note_wishes_due on note_wishes (merchant_id, shop_id, next_attempt_at) where state in ('waiting', 'calling')
--;
select app.protect('note_wishes', 'select, insert, update')
