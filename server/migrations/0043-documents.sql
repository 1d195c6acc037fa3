-- Papers of the trade: labels of six sizes, and what documents are printed on. `paper` of a template and of a printer say the same words.
alter table printers drop constraint printers_label_size_check
--;
alter table printers add constraint printers_label_size_check
  check (label_size in ('76x130', '76x203', '100x113', '100x150', '100x180', '100x210', 'A4', 'A5', 'A6', 'roll80'))
--;
alter table print_templates drop constraint print_templates_size_check
--;
alter table print_templates add constraint print_templates_size_check
  check (size in ('76x130', '76x203', '100x113', '100x150', '100x180', '100x210'))
--;
-- How a delivery note or a pick list looks on a paper. Every version stays: paper that was printed can be explained.
create table document_templates (
  merchant_id bigint not null,
  document text not null check (document in ('deliveryNote', 'pickList')),
  paper text not null check (paper in ('76x130', '76x203', '100x113', '100x150', '100x180', '100x210', 'A4', 'A5', 'A6', 'roll80')),
  version int not null,
  layout jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (merchant_id, document, paper, version)
)
--;
select app.protect('document_templates', 'select, insert')
--;
-- A document on its way through a printer: `sending` is committed before the printer is called and carries the job name, as with sheets.
create table printed_documents (
  merchant_id bigint not null,
  document_id uuid not null,
  printer_id uuid not null,
  document text not null check (document in ('deliveryNote', 'pickList')),
  number text not null,
  place int not null,
  file_id uuid not null,
  width_mm numeric not null,
  height_mm numeric not null,
  -- Who reaches all of them sees the document.
  parcel_ids uuid[] not null,
  starter jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'accepted', 'printed', 'failed', 'unknown', 'cancelled')),
  printer_job_id int,
  problem text not null default '',
  created_at timestamptz not null,
  printed_at timestamptz,
  primary key (merchant_id, document_id),
  foreign key (merchant_id, printer_id) references printers (merchant_id, printer_id) on delete restrict
)
--;
create index printed_documents_waiting on printed_documents (merchant_id, printer_id, created_at, place) where state in ('queued', 'sending', 'accepted')
--;
create index printed_documents_by_time on printed_documents (merchant_id, created_at desc, document_id desc)
--;
create index printed_documents_by_parcel on printed_documents using gin (parcel_ids)
--;
select app.protect('printed_documents', 'select, insert, update')
--;
-- Where goods lie in a warehouse, in the words on the shelf.
create table sku_locations (
  merchant_id bigint not null,
  sku_id uuid not null,
  warehouse_id uuid not null,
  location text not null check (location <> ''),
  primary key (merchant_id, sku_id, warehouse_id),
  foreign key (merchant_id, sku_id) references skus (merchant_id, sku_id) on delete restrict
)
--;
select app.protect('sku_locations', 'select, insert, update, delete')
