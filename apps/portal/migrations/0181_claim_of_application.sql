-- What is owed for an application, ended claims too: asked by its pages in the account, at the desk and through the Extension-API. `claim_once` knows only those that have not ended.
create index claim_application on payments.claim (application_id);
