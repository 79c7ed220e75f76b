package io.github.observability.slices;

import org.springframework.data.repository.ListCrudRepository;

/**
 * A repository of a user's.
 */
interface RideRepository extends ListCrudRepository<Ride, Long> {

}
