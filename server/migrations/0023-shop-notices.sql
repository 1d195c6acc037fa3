-- A notice about a shop is told to those who hold its permission over that shop.
alter table notices add column about_shop_id uuid
