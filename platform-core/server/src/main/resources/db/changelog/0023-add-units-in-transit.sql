--liquibase formatted sql

--changeset storelane:0023-add-units-in-transit
alter table core.stock_move add column transit bigint not null default 0;
comment on column core.stock_move.transit is 'Change of the units on their way to another location; the sum over the moves of a transfer is what is still to come.';
alter table core.stock_move drop constraint stock_move_check;
alter table core.stock_move add constraint stock_move_check check (on_hand <> 0 or reserved <> 0 or transit <> 0);
alter table core.stock_move drop constraint stock_move_reason_check;
alter table core.stock_move add constraint stock_move_reason_check check (reason in
  ('receipt','adjustment','count','damage','transfer_out','transfer_in','transfer_lost','reserve','release','move','ship','return'));

--changeset storelane:0023-add-available
alter table core.stock_level add column available bigint not null generated always as (on_hand - reserved) stored;
comment on column core.stock_level.available is 'Without an index: each order changes it, and an index would double what the change of a level costs.';
