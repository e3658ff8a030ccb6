-- When the hours of an organisation last became others: whoever waited for hours in a drip that was held then is looked at anew as it goes on.
alter table tenants add column hours_changed_at timestamptz;
