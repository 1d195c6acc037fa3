-- What buyers say of the goods they got (评价), as the platforms tell it, and our one reply to each.
create table reviews (
  merchant_id bigint not null,
  review_id uuid not null,
  shop_id uuid not null,
  platform_review_id text collate "C" not null,
  platform_order_id text collate "C" not null,
  platform_line_id text collate "C" not null,
  platform_item_id text collate "C" not null,
  stars smallint not null check (stars between 1 and 5),
  body text not null,
  created_at timestamptz not null,
  read_at timestamptz not null,
  -- As the platform shows it; '' = none.
  reply text not null default '',
  -- calling: a call began and its answer is not recorded; before the next one the review is read. overtaken: the platform has another reply than ours.
  reply_state text not null default 'none' check (reply_state in ('none', 'waiting', 'calling', 'answered', 'refused', 'overtaken')),
  reply_wish text not null default '',
  replied_by text,
  replied_by_id text,
  wished_at timestamptz,
  answered_at timestamptz,
  attempts int not null default 0,
  problem text not null default '',
  next_attempt_at timestamptz,
  primary key (merchant_id, review_id),
  unique (merchant_id, shop_id, platform_review_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
create index reviews_by_time on reviews (merchant_id, created_at, review_id)
--;
create index reviews_of_shop on reviews (merchant_id, shop_id, created_at, review_id)
--;
create index reviews_open on reviews (merchant_id, shop_id, created_at) where reply = '' and reply_state = 'none'
--;
create index review_replies_due on reviews (merchant_id, shop_id, next_attempt_at) where reply_state in ('waiting', 'calling')
--;
select app.protect('reviews', 'select, insert, update')
--;
-- How far the reviews of a shop were read.
create table review_readings (
  merchant_id bigint not null,
  shop_id uuid not null,
  read_until timestamptz,
  -- The whole time in which a reply is possible was read again: replies made at the platform show then.
  read_whole_at timestamptz,
  problem text not null default '',
  next_reading_at timestamptz not null,
  primary key (merchant_id, shop_id),
  foreign key (merchant_id, shop_id) references shops (merchant_id, shop_id) on delete restrict
)
--;
select app.protect('review_readings', 'select, insert, update')
--;
-- What a person says again and again in replies: their own, shown to nobody else.
create table reply_phrases (
  merchant_id bigint not null,
  phrase_id uuid not null,
  account_id text not null,
  body text not null,
  created_at timestamptz not null,
  primary key (merchant_id, phrase_id),
  unique (merchant_id, account_id, body)
)
--;
select app.protect('reply_phrases', 'select, insert, delete')
