-- Whether addresses that links of messages lead to are tagged with the campaign (utm_*), and on the tenant's own pages with the message.
alter table tenants add column link_tagging boolean not null default true;
