--liquibase formatted sql

--changeset storelane:0052-count-crashes-of-plugins
alter table infra.plugin_process add column busy boolean not null default false;
comment on column infra.plugin_process.busy is 'True if the plugin was at work when the server was seen last. A server that ends properly takes its rows away.';
alter table infra.plugin add column crashes integer not null default 0;
comment on column infra.plugin.crashes is 'Servers that died while this release was at work.';
