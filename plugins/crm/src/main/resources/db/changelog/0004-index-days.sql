--liquibase formatted sql

--changeset crm:0004-index-days
create index known_order_placed on known_order (tenant_id, placed_at);
create index profile_first_order on profile (tenant_id, first_order_at);
create index task_closed on task (tenant_id, closed_at);
