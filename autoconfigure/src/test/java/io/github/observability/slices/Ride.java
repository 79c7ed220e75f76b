package io.github.observability.slices;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A row of a user's.
 *
 * @param id The key.
 * @param city Where it takes place.
 */
@Table
record Ride(@Id Long id, String city) {

}
