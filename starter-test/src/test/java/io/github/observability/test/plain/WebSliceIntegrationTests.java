package io.github.observability.test.plain;

import io.github.observability.test.ObservabilityTest;
import io.github.observability.test.Traces;
import io.github.observability.test.repetition.Repeatable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice has what it needs to record.
 */
@Repeatable
@Tag("jdk")
@WebMvcTest(properties = { "tests.plain=true", "observability.defaults.enabled=false" })
@ObservabilityTest
class WebSliceIntegrationTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void traceOfARequest(Traces traces) {
		assertThat(this.mvc.get().uri("/orders/1")).hasStatusOk();
		assertThat(traces).isSingleTrace().containsPath("GET /orders/{id}", "orders.load");
	}

}
