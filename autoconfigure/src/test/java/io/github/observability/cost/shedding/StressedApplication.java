package io.github.observability.cost.shedding;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import io.github.observability.shapes.FeatureReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service that fills its own heap when it is told to.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ StressedApplication.WorkController.class, FeatureReport.class })
public class StressedApplication {

	public static void main(String[] args) {
		SpringApplication.run(StressedApplication.class, args);
	}

	@RestController
	static class WorkController {

		/** Above the limit of 0.92, with room for requests. */
		private static final double PRESSED = 0.94;

		private static final int LEAST_CHUNK = 16 * 1024;

		private static final Logger logger = LoggerFactory.getLogger(WorkController.class);

		private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

		private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final List<byte[]> ballast = new ArrayList<>();

		private final MeterRegistry registry;

		private final ObservationRegistry observations;

		private final LoadShedder shedder;

		WorkController(MeterRegistry registry, ObservationRegistry observations, LoadShedder shedder) {
			this.registry = registry;
			this.observations = observations;
			this.shedder = shedder;
		}

		@GetMapping("/work/{number}")
		String work(@PathVariable int number) {
			step(number);
			return "done";
		}

		@GetMapping("/fail/{number}")
		String fail(@PathVariable int number) {
			step(number);
			logger.error("failed {}", number);
			throw new IllegalStateException("Failed " + number);
		}

		private void step(int number) {
			logger.debug("detail of {}", number);
			Observation.createNotStarted("stress.step", this.observations)
				.observe(() -> this.registry.counter("stress.steps").increment());
		}

		@GetMapping("/state")
		Map<String, Object> state() {
			SheddingReport report = this.shedder.report();
			return Map.of("level", report.level(), "shed", report.shed(), "steps",
					this.registry.counter("stress.steps").count(), "worked", requests("/work/{number}"), "failed",
					requests("/fail/{number}"), "cpu", this.system.getProcessCpuTime());
		}

		private long requests(String route) {
			return this.registry.find("http.server.requests")
				.tag("uri", route)
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum();
		}

		/** Fill the heap up to what a collection leaves, or keep it filled. */
		@GetMapping("/press")
		synchronized String press() {
			for (long missing = missing(); missing > 0; missing = missing()) {
				this.ballast.add(new byte[(int) Math.max(LEAST_CHUNK, missing / 2)]);
			}
			return "pressed";
		}

		private long missing() {
			System.gc();
			MemoryUsage heap = this.memory.getHeapMemoryUsage();
			return (long) (PRESSED * heap.getMax()) - heap.getUsed();
		}

		@GetMapping("/release")
		synchronized String release() {
			this.ballast.clear();
			System.gc();
			return "released";
		}

	}

}
