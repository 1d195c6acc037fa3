drop index parcels_claimed
--;
-- As before, and where the parcel lies beside it: what is in other hands is gathered from the index alone (parcel-scope.ts).
create index parcels_claimed on parcels (merchant_id, claimed_by, claimed_until) include (parcel_id, shop_id, warehouse_id) where claimed_by is not null
