-- Housekeeping finds drips that nobody comes into any more and that the last one has left without their workflow hearing of it: by an
-- opt-out, a bounce, or an answer.
grant select (entry_closed_at) on drips to salescompass_directory;
grant select (drip_id, ended_at) on drip_positions to salescompass_directory;
