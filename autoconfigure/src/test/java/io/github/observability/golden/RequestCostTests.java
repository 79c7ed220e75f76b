package io.github.observability.golden;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.Volume;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request leaves behind and allocates, neither of which depends on the load of the
 * machine.
 */
class RequestCostTests {

	private static final int FEW = 2;

	private static final int MANY = 200;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ServletGoldenSignalsFilter filter = filter();

	private String route = "";

	private final FilterChain chain = (request, response) -> ServerHttpObservationFilter
		.findObservationContext(this.request)
		.map(ServerRequestObservationContext.class::cast)
		.ifPresent((context) -> context.setPathPattern(this.route));

	@Test
	void allocatesTheSameForManyRoutesAsForFew() throws Exception {
		int requests = 20_000;
		serve(MANY, requests);
		double few = allocated(FEW, requests);
		double many = allocated(MANY, requests);
		assertThat(many).as("bytes per request, %.0f with few routes", few).isBetween(few * 0.9 - 16, few * 1.1 + 16);
		assertThat(this.meters.find("http.server.requests").timers()).hasSize(MANY);
	}

	@Test
	void leavesTheHeapWhereItWas() throws Exception {
		int requests = Volume.of(40_000, 1_000_000);
		serve(MANY, requests / 4);
		long before = used();
		serve(MANY, requests - requests / 4);
		// One byte a request would be as much as this, or more with all requests.
		assertThat(used() - before).as("bytes in the heap, %d before", before)
			.isLessThan(Math.max(512 * 1024, requests));
		assertThat(this.meters.find("http.server.requests").timers().stream().mapToLong((timer) -> timer.count()).sum())
			.isEqualTo(requests);
	}

	private double allocated(int routes, int requests) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		serve(routes, requests);
		return (double) (threads.getCurrentThreadAllocatedBytes() - before) / requests;
	}

	private void serve(int routes, int requests) throws Exception {
		String[] patterns = new String[routes];
		for (int i = 0; i < routes; i++) {
			patterns[i] = "/rides/%03d/{id}".formatted(i);
		}
		for (int i = 0; i < requests; i++) {
			this.route = patterns[i % routes];
			this.request.clearAttributes();
			this.filter.doFilter(this.request, this.response, this.chain);
		}
	}

	/** The least of some readings, as other threads of the fork may allocate too. */
	private static long used() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
			least = Math.min(least, heap.getUsed());
		}
		return least;
	}

	private ServletGoldenSignalsFilter filter() {
		HttpNames names = HttpNames.server(SemanticConvention.MICROMETER);
		RecordingFaults faults = new RecordingFaults();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new RequestMeterHandler<>(this.meters, ServletRequestContext.ACCESSOR,
					TestMeters.served(this.meters, faults)));
		return new ServletGoldenSignalsFilter(observations, new ServletCachingConvention(names),
				TestMeters.properties(), new IgnoredPaths(List.of(), List::of), new ServletRejectedRoutes(List::of),
				faults);
	}

}
