-- What people of one post are usually given: grants under a name, weighed anew each time somebody gets them.
create table post_templates (
  merchant_id bigint not null,
  template_id uuid not null,
  name text not null check (name <> ''),
  department_id uuid,
  grants jsonb not null,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, template_id),
  unique (merchant_id, name),
  foreign key (merchant_id, department_id) references departments (merchant_id, department_id) on delete restrict
)
--;
select app.protect('post_templates', 'select, insert, update, delete')
