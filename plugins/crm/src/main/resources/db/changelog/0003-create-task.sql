--liquibase formatted sql

--changeset crm:0003-create-task
create table task_rule (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    kind text not null,
    days bigint not null,
    title text not null,
    person_id uuid,
    active boolean not null,
    since timestamptz not null,
    primary key (tenant_id, id)
);
comment on column task_rule.since is 'what happened before makes no task';

create table task (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    rule_id uuid,
    occasion text not null,
    customer_id uuid not null,
    title text not null,
    due date not null,
    person_id uuid,
    state text not null,
    outcome text not null,
    remark text not null,
    closed_at timestamptz,
    closed_by text not null,
    made_at timestamptz not null,
    version bigint not null,
    primary key (tenant_id, id)
);
comment on column task.occasion is 'what the rule made it for, once: an order, the first order';
create unique index task_once on task (tenant_id, rule_id, customer_id, occasion);
create index task_due on task (tenant_id, state, due, id);
create index task_person on task (tenant_id, person_id, state, due);
create index task_customer on task (tenant_id, customer_id, due);
