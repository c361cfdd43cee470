--liquibase formatted sql

--changeset storelane:0017-add-job-key
alter table core.job add column api_key_id uuid;
alter table core.job add foreign key (tenant_id, api_key_id) references core.api_key (tenant_id, id);
comment on column core.job.api_key_id is 'The key of the program that asked for it: the job may do what the key allows, and ends with it.';
