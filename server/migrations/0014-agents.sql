-- An app that is an AI agent acts as the agent's account, on behalf of the person who agreed to it.
alter table apps
  add column agent_id uuid,
  add constraint apps_agent foreign key (merchant_id, agent_id) references accounts (merchant_id, account_id) on delete restrict
