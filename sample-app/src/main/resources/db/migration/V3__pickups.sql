alter table rides add pickup_at timestamp with time zone;

-- The span that asked for the ride, which the one that settles it is linked to.
alter table rides add trace_id char(32);
alter table rides add span_id char(16);
