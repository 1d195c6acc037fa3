-- Who began it, with what he acted through and from where: before each step it is asked anew whether he still may (kernel/starter.ts).
-- null = begun before this was kept, or by the house itself.
alter table batches add column starter jsonb
--;
alter table import_runs add column starter jsonb
