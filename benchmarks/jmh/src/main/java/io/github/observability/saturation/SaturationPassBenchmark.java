package io.github.observability.saturation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.observability.saturation.kernel.KernelSaturationAutoConfiguration;
import io.github.observability.saturation.pool.PoolSaturationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * One pass over everything: the files of this machine's kernel, the virtual machine, a
 * disk and ten executors with five threads each. It runs once in ten seconds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SaturationPassBenchmark {

	private static final int EXECUTORS = 10;

	private static final int THREADS = 5;

	private static final List<String> KERNEL = List.of("cgroupSaturation", "pressureSaturation", "networkSaturation",
			"runQueueSaturation");

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private SaturationMeters everything = meters(List.of());

	private SaturationMeters kernel = meters(List.of());

	private static SaturationMeters meters(List<SaturationSource> sources) {
		MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		return new SaturationMeters(registry, sources,
				new SaturationProperties(true, Duration.ofSeconds(10), 100, false, true), System::nanoTime);
	}

	/**
	 * Make what is read.
	 */
	@Setup(Level.Trial)
	public void setUp() {
		this.context.registerBean(MeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		for (int i = 0; i < EXECUTORS; i++) {
			this.context.registerBean("executor" + i, ExecutorService.class, SaturationPassBenchmark::busy);
		}
		this.context.register(SaturationAutoConfiguration.class, KernelSaturationAutoConfiguration.class,
				PoolSaturationAutoConfiguration.class);
		this.context.refresh();
		Map<String, SaturationSource> sources = this.context.getBeansOfType(SaturationSource.class);
		this.everything = meters(List.copyOf(sources.values()));
		this.kernel = meters(KERNEL.stream().map(sources::get).toList());
	}

	private static ExecutorService busy() {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		for (int task = 0; task < THREADS; task++) {
			executor.submit(Thread::yield);
		}
		return executor;
	}

	/**
	 * End the threads.
	 */
	@TearDown(Level.Trial)
	public void tearDown() {
		this.context.close();
	}

	/**
	 * Read everything.
	 */
	@Benchmark
	public void everything() {
		this.everything.pass();
	}

	/**
	 * Read the kernel's files alone.
	 */
	@Benchmark
	public void kernelFiles() {
		this.kernel.pass();
	}

}
