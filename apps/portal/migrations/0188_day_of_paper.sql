-- The day on which a paper application came: terms begin with it and not with the day on which a clerk takes it up (§ 22 Satz 2 Nr. 1 VwVfG NRW). Null for everything else.
alter table applications.application add column received_on date;
alter table applications.application add constraint received_on_of_paper check (received_on is null or channel = 'paper');
