-- A mail that could not be recorded is kept as it came, with the reason, for a person to look at: it holds up none behind it.
alter table inbound_mails
  add column problem text,
  drop constraint inbound_mails_question_check,
  add constraint inbound_mails_question_check check (question in ('not_understood', 'malformed', 'cut', 'no_message', 'failed'));
