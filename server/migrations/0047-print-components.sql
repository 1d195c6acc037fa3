-- A print component tells that it has drawn a sheet before it tells that it has printed it.
alter table sheets add column drawn_at timestamptz
