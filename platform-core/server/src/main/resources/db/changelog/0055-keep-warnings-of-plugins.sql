--liquibase formatted sql

--changeset storelane:0055-keep-warnings-of-plugins
alter table infra.plugin add column warnings text not null default '[]';
comment on column infra.plugin.warnings is 'What the verifier had to say of the jar and let pass: JSON, so that each reads it in their language.';
