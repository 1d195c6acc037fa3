-- Packing desks: the browser of a desk speaks to the print components on its computer.
create table print_desks (
  merchant_id bigint not null,
  desk_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (merchant_id, desk_id)
)
--;
select app.protect('print_desks', 'select, insert, update')
--;
alter table printers add column component text check (component in ('cainiao', 'pinduoduo', 'douyin'))
--;
alter table printers add column desk_id uuid
--;
alter table printers add column device_name text not null default ''
--;
alter table printers add constraint printers_component_at_desk check ((component is null) = (desk_id is null))
--;
alter table printers add constraint printers_desk_exists foreign key (merchant_id, desk_id) references print_desks (merchant_id, desk_id) on delete restrict
--;
create unique index printers_device_once on printers (merchant_id, desk_id, component, device_name) where removed_at is null and component is not null
--;
-- A sheet on such a printer is handed to the desk's page: under which taking, and until when the page has to say something of it.
alter table sheets add column take_id uuid
--;
alter table sheets add column lease_until timestamptz
--;
create index sheets_by_take on sheets (merchant_id, take_id) where take_id is not null and state in ('sending', 'accepted')
