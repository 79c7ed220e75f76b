alter table rides add pickup_at timestamp with time zone;
