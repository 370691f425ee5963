-- What a program did in a town, newest first: a town looks at it where it permits the program.
create index what_extensions_did on audit.entry (tenant_id, actor, at desc) where actor_kind = 'extension';
