-- A parcel that has left may get another number. What the platform was told already it is told to change by a row of its own (`round` 2,
-- 3 …); a number it was never told is replaced where it stands. Either way `replaces` keeps the number before.
alter table write_backs add column kind text not null default 'first' check (kind in ('first', 'change'))
--;
alter table write_backs add column round int not null default 1
--;
alter table write_backs add column replaces text not null default ''
--;
alter table write_backs drop constraint write_backs_once
--;
alter table write_backs add constraint write_backs_once unique (merchant_id, parcel_id, order_id, round)
--;
-- A number that a person typed in after shipping: no carrier of ours gave it, so its label is not ours to print, nor is it given back.
alter table waybills add column typed_at timestamptz
--;
-- The parcel goes on under another number; what still comes of this one concerns nobody.
alter table traces add column replaced_at timestamptz
