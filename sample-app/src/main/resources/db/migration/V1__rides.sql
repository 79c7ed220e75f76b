create table rides (
    id bigint generated always as identity primary key,
    rider varchar(64) not null,
    city varchar(16) not null,
    pickup varchar(128) not null,
    destination varchar(128) not null,
    status varchar(16) not null,
    price_minor_units bigint,
    currency char(3),
    driver varchar(64),
    requested_at timestamp with time zone not null,
    assigned_at timestamp with time zone
);

create index rides_by_status on rides (status, assigned_at);
create index rides_by_age on rides (requested_at);

-- A driver is free once busy_until has passed: a ride that was lost on its way cannot keep a driver for ever.
create table drivers (
    id bigint generated always as identity primary key,
    name varchar(64) not null,
    city varchar(16) not null,
    ride_id bigint,
    busy_until timestamp with time zone default timestamp with time zone '1970-01-01 00:00:00+00' not null
);

create index drivers_by_city on drivers (city, busy_until);
create index drivers_by_ride on drivers (ride_id);

insert into drivers (name, city) select 'Berlin driver ' || x, 'BERLIN' from system_range(1, 40);
insert into drivers (name, city) select 'Lisbon driver ' || x, 'LISBON' from system_range(1, 40);
insert into drivers (name, city) select 'Vienna driver ' || x, 'VIENNA' from system_range(1, 40);

-- The current assignment of each driver: never more rows than drivers.
create table assignments (
    driver_id bigint primary key,
    ride_id bigint not null,
    pickup varchar(128) not null,
    assigned_at timestamp with time zone not null
);
