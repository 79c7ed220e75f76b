package io.github.observability.cost;

import java.util.List;

import org.springframework.data.repository.CrudRepository;

interface JourneyRepository extends CrudRepository<Journey, Long> {

	List<Journey> findByCity(String city);

}
