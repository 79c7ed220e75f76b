package io.github.observability.test.plain;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.test.Lines;
import io.github.observability.test.Meters;
import io.github.observability.test.ObservabilityTest;
import io.github.observability.test.Slos;
import io.github.observability.test.Trace;
import io.github.observability.test.Traces;
import io.github.observability.test.repetition.Repeatable;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An application without the starter can be asserted on as well.
 */
@Repeatable
@Tag("jdk")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "tests.plain=true", "observability.defaults.enabled=false",
				"spring.datasource.url=jdbc:h2:mem:plain" })
@ObservabilityTest
class PlainBootIntegrationTests {

	private static final AtomicInteger days = new AtomicInteger();

	@LocalServerPort
	private int port;

	@Test
	void hasNothingOfTheStarter(@Autowired ApplicationContext context) {
		assertThat(context.getBeanDefinitionNames())
			.noneMatch((name) -> name.startsWith("io.github.observability") && name.contains("AutoConfiguration"));
	}

	@Test
	void traceMetersAndLinesOfARequest(Traces traces, Meters meters, Lines lines, Slos slos) {
		request("/orders/4711");
		Trace trace = traces.only();
		assertThat(trace).hasSingleRoot()
			.isConnected()
			.hasNoErrors()
			.containsPath("GET /orders/{id}", "orders.load")
			.criticalPathContains("orders.load")
			.hasAtMost(1)
			.spansOfKind(Kind.SERVER)
			.hasLowCardinalityNames()
			.matchesGolden();
		assertThat(lines).hasCorrelatedLine("Loaded order", trace).hasNoProblems();
		assertThat(meters).hasIncreasedBy(1, "http.server.requests", "uri", "/orders/{id}", "status", "200")
			.hasIncreasedBy(1, "orders.load");
		assertThat(slos).hasNoBad();
	}

	@Test
	void exemplarLeadsToTheTrace(Traces traces, Meters meters) {
		// A series holds its exemplar for seconds, so a repetition needs another one.
		int day = days.incrementAndGet();
		request("/stock/" + day);
		assertThat(meters).hasExemplar("stock.asked.on.day." + day, traces.only());
	}

	@Test
	void eachTestSeesItsOwnTracesOnly(Traces traces, Meters meters) {
		assertThat(traces).hasSize(0);
		request("/orders/1");
		assertThat(traces).isSingleTrace().containsOnce("orders.load");
		assertThat(meters).hasIncreasedBy(1, "orders.load");
	}

	@Test
	void failurePrintsTheTreeAndMarksTheSpan(Traces traces) {
		request("/orders/1");
		assertThatThrownBy(() -> assertThat(traces.only()).doesNotContainSpan("orders.load"))
			.hasMessageContaining("Expected no span 'orders.load' but there is one that does not comply, in trace ")
			.hasMessageContaining("    SERVER   http get /orders/{id}")
			.hasMessageContaining(" >> INTERNAL   orders.load");
	}

	private void request(String path) {
		RestClient.create("http://localhost:" + this.port).get().uri(path).retrieve().toBodilessEntity();
	}

}
