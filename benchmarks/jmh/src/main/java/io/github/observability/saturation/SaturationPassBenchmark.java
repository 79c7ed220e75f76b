package io.github.observability.saturation;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.observability.saturation.kernel.CgroupSource;
import io.github.observability.saturation.kernel.Cgroups;
import io.github.observability.saturation.kernel.KernelFiles;
import io.github.observability.saturation.kernel.NetworkSource;
import io.github.observability.saturation.kernel.PressureSource;
import io.github.observability.saturation.kernel.RunQueueSource;
import io.github.observability.saturation.pool.ExecutorSource;
import io.github.observability.saturation.pool.PoolBeans;
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

	private final List<ExecutorService> executors = new ArrayList<>();

	private SaturationMeters everything = meters(List.of());

	private SaturationMeters kernel = meters(List.of());

	private static SaturationMeters meters(List<SaturationSource> sources) {
		MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		return new SaturationMeters(registry, sources,
				new SaturationProperties(true, Duration.ofSeconds(10), 100, false), System::nanoTime);
	}

	/**
	 * Make what is read.
	 */
	@Setup(Level.Trial)
	public void setUp() {
		PoolBeans beans = new PoolBeans();
		for (int i = 0; i < EXECUTORS; i++) {
			ExecutorService executor = Executors.newFixedThreadPool(THREADS);
			for (int task = 0; task < THREADS; task++) {
				executor.submit(Thread::yield);
			}
			this.executors.add(executor);
			beans.postProcessBeforeInitialization(executor, "executor" + i);
		}
		KernelFiles files = new KernelFiles(Path.of("/"));
		Cgroups cgroups = new Cgroups(files);
		List<SaturationSource> kernel = List.of(new CgroupSource(files, cgroups, () -> 0),
				new PressureSource(files, cgroups), new NetworkSource(files), new RunQueueSource(files));
		List<SaturationSource> everything = new ArrayList<>(kernel);
		everything.add(new JvmSource());
		everything.add(new ExecutorSource(beans));
		everything.add(new DiskSource(List.of(new File("."))));
		this.kernel = meters(kernel);
		this.everything = meters(everything);
	}

	/**
	 * End the threads.
	 */
	@TearDown(Level.Trial)
	public void tearDown() {
		this.executors.forEach(ExecutorService::shutdownNow);
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
