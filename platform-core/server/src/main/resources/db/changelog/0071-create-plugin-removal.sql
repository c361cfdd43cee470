--liquibase formatted sql

--changeset storelane:0071-create-plugin-removal
create table infra.plugin_removal (
  plugin_id text primary key,
  version text not null,
  actor text not null,
  begun_at timestamptz not null,
  dropped boolean not null default false,
  workspaces integer not null,
  done integer not null default 0,
  failed integer not null default 0,
  last_id uuid not null,
  fault text not null default '',
  next_at timestamptz not null,
  ended_at timestamptz
);
comment on table infra.plugin_removal is 'Plugins that are removed with their data, and how far that is; the latest of each plugin.';
comment on column infra.plugin_removal.dropped is 'True once its own tables are gone.';
comment on column infra.plugin_removal.failed is 'Workspaces of which it could not be removed in this round; they are tried again in another.';
comment on column infra.plugin_removal.last_id is 'The workspace that was done last: they are gone through by their ids.';
comment on column infra.plugin_removal.next_at is 'Until then the server that works on it is taken to be alive.';
grant select, insert, update, delete on infra.plugin_removal to storelane_infra;
