-- Beside the platform's own words: what kind of problem it is, which a page says in the reader's language.
alter table shop_sync add column last_error_kind text
  check (last_error_kind in ('retry', 'wait', 'reauthorise', 'refused', 'our_fault', 'unknown_outcome'))
