--liquibase formatted sql

--changeset storelane:0070-count-deaths-once
create table infra.plugin_crash (
  process uuid not null,
  plugin_id text not null,
  version text not null,
  at timestamptz not null,
  primary key (process, plugin_id)
);
comment on table infra.plugin_crash is 'Servers that died, and the releases that were at work there: several may notice it, it counts once.';
create index plugin_crash_plugin on infra.plugin_crash (plugin_id, version, at);
grant select, insert, delete on infra.plugin_crash to storelane_infra;
