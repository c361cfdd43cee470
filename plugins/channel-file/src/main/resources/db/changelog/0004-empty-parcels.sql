--liquibase formatted sql

--changeset channel-file:0004-empty-parcels
alter table parcel add column emptied boolean not null default false;
comment on column parcel.emptied is 'whose it was is gone; that it was told stays, so that it is not kept once more';
create index parcel_number on parcel (tenant_id, number);
alter table folder add column parcels_seen text not null default '';
comment on column folder.parcels_seen is 'what the parcels were when the file of them that lies there was written: how many, how many of them emptied, the newest';
