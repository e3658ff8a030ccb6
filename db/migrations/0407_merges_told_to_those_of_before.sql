-- Who chose to hear of erasures heard of merges by them, and takes the merged record out by that; they go on hearing of it, as a merge.
update webhook_endpoints set event_types = array_append(event_types, 'person.merged')
where 'person.erased' = any(event_types) and not 'person.merged' = any(event_types);
