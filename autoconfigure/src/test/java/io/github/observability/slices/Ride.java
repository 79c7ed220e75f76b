package io.github.observability.slices;

import org.springframework.data.annotation.Id;

/**
 * A row of a user's.
 *
 * @param id The key.
 * @param city Where it takes place.
 */
record Ride(@Id Long id, String city) {

}
