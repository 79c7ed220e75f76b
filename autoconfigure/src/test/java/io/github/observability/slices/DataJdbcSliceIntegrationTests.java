package io.github.observability.slices;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's test of repositories alone.
 */
@DataJdbcTest(properties = "spring.sql.init.schema-locations=classpath:slices/rides.sql")
@DirtiesContext
class DataJdbcSliceIntegrationTests {

	@Autowired
	private RideRepository rides;

	@Autowired
	private ApplicationContext context;

	@Test
	void storesAndFinds() {
		Ride stored = this.rides.save(new Ride(null, "Berlin"));
		assertThat(this.rides.findAll()).containsExactly(stored);
	}

	@Test
	void hasNoBeanOfTheStarter() {
		assertThat(Arrays.stream(this.context.getBeanDefinitionNames()))
			.noneMatch((name) -> name.contains("AutoConfiguration") && name.startsWith("io.github.observability."));
	}

}
