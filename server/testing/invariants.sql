-- What must be true at rest, after any crash. Each query answers the rows that break it; $1 is the merchant.
-- a parcel has at most one living waybill
select parcel_id from waybills where merchant_id = $1 and voided_at is null and state <> 'refused' group by parcel_id having count(*) > 1
--;
-- a waybill number stands on one parcel only
select carrier, waybill_number from parcels where merchant_id = $1 and waybill_number <> '' group by carrier, waybill_number having count(*) > 1
--;
-- the number on a parcel is that of its living waybill
select p.parcel_id from parcels p where p.merchant_id = $1 and p.waybill_number <> '' and not exists (
  select 1 from waybills w where w.merchant_id = $1 and w.parcel_id = p.parcel_id and w.voided_at is null and w.state = 'issued'
    and w.waybill_number = p.waybill_number)
--;
-- a living number stands on its parcel
select w.waybill_id from waybills w join parcels p on p.merchant_id = $1 and p.parcel_id = w.parcel_id
where w.merchant_id = $1 and w.voided_at is null and w.state = 'issued' and p.waybill_number <> w.waybill_number
--;
-- shipped means printed, numbered and approved
select parcel_id from parcels where merchant_id = $1 and fulfilment_state = 'shipped'
  and (printed_count = 0 or waybill_number = '' or approved_at is null or shipped_at is null)
--;
-- a printed parcel has as many printed sheets of its waybill as it says
select p.parcel_id from parcels p where p.merchant_id = $1 and p.fulfilment_state in ('printed', 'shipped') and not exists (
  select 1 from waybills t where t.merchant_id = $1 and t.parcel_id = p.parcel_id and t.voided_at is null and t.typed_at is not null) and p.printed_count <> (
  select count(*) from sheets s join waybills w on w.merchant_id = $1 and w.waybill_id = s.waybill_id and w.voided_at is null
  where s.merchant_id = $1 and s.parcel_id = p.parcel_id and s.state = 'printed')
--;
-- the same copy of a waybill is printed once
select waybill_id, copy from sheets where merchant_id = $1 and state = 'printed' group by waybill_id, copy having count(*) > 1
--;
-- a printer's job belongs to one sheet
select printer_id, printer_job_id from (
  select printer_id, printer_job_id from sheets where merchant_id = $1 and printer_job_id is not null
  union all select printer_id, printer_job_id from printed_documents where merchant_id = $1 and printer_job_id is not null) j
group by printer_id, printer_job_id having count(*) > 1
--;
-- the ledger adds up to the stock
select s.sku_id from stock s left join (
  select sku_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from stock_moves where merchant_id = $1 group by sku_id) m on m.sku_id = s.sku_id
where s.merchant_id = $1 and (s.on_hand <> coalesce(m.on_hand, 0) or s.reserved <> coalesce(m.reserved, 0))
--;
-- stock is never negative, nor more reserved than there is
select sku_id from stock where merchant_id = $1 and (on_hand < 0 or reserved < 0 or reserved > on_hand)
--;
-- a shipped parcel has taken exactly its pieces from stock and holds none back
select p.parcel_id from parcels p
where p.merchant_id = $1 and p.fulfilment_state = 'shipped' and exists (
  select 1 from stock_moves m where m.merchant_id = $1 and m.parcel_id = p.parcel_id
  having sum(m.reserved_change) <> 0
    or -sum(m.on_hand_change) <> (select sum(l.quantity) from parcel_lines l where l.merchant_id = $1 and l.parcel_id = p.parcel_id))
--;
-- every order in a shipped parcel of a platform that wants to know has its write-back
select p.parcel_id, l.order_id from parcels p
join shops s on s.merchant_id = $1 and s.shop_id = p.shop_id and s.platform <> 'file'
join parcel_lines l on l.merchant_id = $1 and l.parcel_id = p.parcel_id
where p.merchant_id = $1 and p.fulfilment_state = 'shipped' and not exists (
  select 1 from write_backs w where w.merchant_id = $1 and w.parcel_id = p.parcel_id and w.order_id = l.order_id)
--;
-- a parcel shows the worst of its write-backs
select p.parcel_id from parcels p where p.merchant_id = $1 and p.write_back <> coalesce((
  select case when bool_or(w.state = 'needs_person') then 'needs_person' when bool_or(w.state = 'failed') then 'failed'
    when bool_or(w.state = 'waiting') then 'waiting' else 'confirmed' end
  from write_backs w where w.merchant_id = $1 and w.parcel_id = p.parcel_id having count(*) > 0), 'none')
--;
-- no intent is left open: every waybill asked for has an outcome
select waybill_id from waybills where merchant_id = $1 and state = 'requested' and voided_at is null
--;
-- no voided number waits to be given back
select waybill_id from waybills where merchant_id = $1 and state = 'issued' and voided_at is not null and cancelled_at is null and cancel_problem = ''
--;
-- no sheet is left on its way
select sheet_id from sheets where merchant_id = $1 and state in ('queued', 'sending', 'accepted')
--;
-- no item of a batch waits
select batch_id, parcel_id from batch_items where merchant_id = $1 and state = 'waiting'
--;
-- no job is left running, due or given up
select kind, state, last_error from jobs where merchant_id = $1 and (state <> 'queued' or run_at <= now())
--;
-- the log says once that a parcel was shipped, and by whom
select p.parcel_id from parcels p where p.merchant_id = $1 and p.fulfilment_state = 'shipped' and 1 <> (
  select count(*) from log_objects o join log_entries e on e.merchant_id = $1 and e.entry_id = o.entry_id
  where o.merchant_id = $1 and o.object_kind = 'parcel' and o.object_id = p.parcel_id::text and e.operation = 'fulfilment.shipParcels' and e.outcome = 'done' and e.actor_id <> '')
--;
-- the log says who typed a living number in, and what it replaced
select w.parcel_id from waybills w where w.merchant_id = $1 and w.typed_at is not null and w.voided_at is null and 1 <> (
  select count(*) from log_objects o join log_entries e on e.merchant_id = $1 and e.entry_id = o.entry_id
  where o.merchant_id = $1 and o.object_kind = 'parcel' and o.object_id = w.parcel_id::text and e.operation = 'fulfilment.changeShipment'
    and e.outcome = 'done' and e.actor_id <> '' and e.at >= w.typed_at and e.details->'waybillNumber'->>'to' = w.waybill_number)
--;
-- the latest row of an order in a shipped parcel speaks of the parcel's number
select w.write_back_id from write_backs w join parcels p on p.merchant_id = $1 and p.parcel_id = w.parcel_id
where w.merchant_id = $1 and w.waybill_number <> p.waybill_number and not exists (
  select 1 from write_backs later where later.merchant_id = $1 and later.parcel_id = w.parcel_id and later.order_id = w.order_id and later.round > w.round)
--;
-- the log says once that a living number was given
select w.parcel_id from waybills w where w.merchant_id = $1 and w.state = 'issued' and w.voided_at is null and w.typed_at is null and not exists (
  select 1 from log_objects o join log_entries e on e.merchant_id = $1 and e.entry_id = o.entry_id
  where o.merchant_id = $1 and o.object_kind = 'parcel' and o.object_id = w.parcel_id::text and e.operation = 'fulfilment.recordWaybills'
    and e.details->'issued' ? w.waybill_number)
--;
-- every log entry is sealed or waits for the sealer
select e.entry_id from log_entries e where e.merchant_id = $1
  and not exists (select 1 from log_pending q where q.merchant_id = $1 and q.entry_id = e.entry_id)
  and not exists (select 1 from log_leaves f where f.merchant_id = $1 and f.entry_id = e.entry_id)
