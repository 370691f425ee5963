-- A destination at FIT-Connect needs the address of a technical contact. Where a town has left none, that of whoever runs it for the town, as the operator gave it with the order.
alter table gateway.onboarding add column contact_email text check (length(contact_email) between 3 and 254);
