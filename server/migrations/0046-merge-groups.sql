-- Which orders may travel together: the same value in the same shop = one parcel may hold them; '' = nobody has said so yet. Where the platform
-- has a call for it this is its answer, else the receiver's own key.
alter table orders add column merge_group text collate "C" not null default ''
--;
alter table parcels add column merge_group text collate "C" not null default ''
--;
-- Open orders of platforms with a call are asked about with the next message of their shop.
update orders o set merge_group = o.receiver_key
where o.receiver_key <> '' and exists (
  select from shops s where s.merchant_id = o.merchant_id and s.shop_id = o.shop_id and s.platform not in ('taobao', 'pinduoduo'))
--;
update parcels p set merge_group = p.receiver_key
where p.receiver_key <> '' and exists (
  select from shops s where s.merchant_id = p.merchant_id and s.shop_id = p.shop_id and s.platform not in ('taobao', 'pinduoduo'))
--;
create index parcels_open_by_group on parcels (merchant_id, shop_id, merge_group)
  where merge_group <> '' and fulfilment_state = 'none' and review_state not in ('stopped', 'unpaid')
--;
drop index parcels_open_by_receiver
