-- In which schema the Fachdaten of a message said they were written, and whether that was pinned here when it came: what the operator has to know to pin the missing ones.
alter table gateway.arrival add column schema_uri text check (length(schema_uri) between 1 and 1000), add column schema_known boolean;
create index on gateway.arrival (schema_uri) where schema_uri is not null;
