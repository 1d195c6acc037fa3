-- What a printer is fed with: a drawn page (PDF), or the language of its own print head.
alter table printers add column language text not null default 'pdf' check (language in ('pdf', 'tspl', 'zpl'))
