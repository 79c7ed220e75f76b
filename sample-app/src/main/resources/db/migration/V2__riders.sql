create index rides_by_rider on rides (rider);
