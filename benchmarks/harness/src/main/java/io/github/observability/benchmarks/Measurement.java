package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One service while it is measured.
 */
final class Measurement implements AutoCloseable {

	/** Below this share of the CPU time the JIT compiler counts as nearly idle. */
	private static final double IDLE_JIT_SHARE = 0.05;

	private static final int WARM_UP_SLICE_SECONDS = 2;

	private static final Duration PAUSE = Duration.ofMillis(200);

	private static final Duration COMPILER_PATIENCE = Duration.ofSeconds(15);

	private final ServiceProcess service;

	private final Instruments instruments;

	private final double startUpCpuSeconds;

	private final List<Slice> slices = new ArrayList<>();

	private String logLine = "";

	private long heapBytes;

	private int threads;

	private Side.Scrape scrape = new Side.Scrape(0, 0);

	Measurement(ServiceProcess service, Instruments instruments) {
		this.service = service;
		this.instruments = instruments;
		this.startUpCpuSeconds = instruments.proc().cpuTime(service.handle()).totalNanos() / 1e9;
	}

	ServiceProcess service() {
		return this.service;
	}

	/**
	 * Send requests until there were enough and the JIT compiler has had little left to
	 * do twice in a row, as it begins again when it has learned that a guess was wrong.
	 */
	void warmUp(Endpoint endpoint, Settings settings) throws IOException {
		long deadline = System.nanoTime() + Duration.ofSeconds(settings.warmUpSeconds(endpoint)).toNanos();
		long requests = 0;
		int calm = 0;
		do {
			Slice slice = slice(endpoint, WARM_UP_SLICE_SECONDS);
			if (endpoint == Endpoint.HELLO) {
				this.logLine = this.service.log().greetingLine();
			}
			this.service.log().truncate();
			awaitCompiler();
			requests += slice.requests();
			calm = (slice.jitShare() < IDLE_JIT_SHARE) ? calm + 1 : 0;
		}
		while ((calm < 2 || requests < settings.warmUpRequests(endpoint)) && System.nanoTime() < deadline);
	}

	/**
	 * Wait for the JIT compiler. Under load it gets one share of the cores among many
	 * threads, and takes minutes for what it does in seconds when it has them for itself.
	 */
	private void awaitCompiler() {
		long deadline = System.nanoTime() + COMPILER_PATIENCE.toNanos();
		long before;
		long now = jitNanos();
		do {
			before = now;
			Pause.of(PAUSE);
			now = jitNanos();
		}
		while (now - before > PAUSE.toNanos() / 10 && System.nanoTime() < deadline);
	}

	private long jitNanos() {
		return this.instruments.proc().cpuTime(this.service.handle()).jitNanos();
	}

	void measure(Endpoint endpoint, int seconds) throws IOException {
		this.slices.add(slice(endpoint, seconds));
		this.service.log().truncate();
	}

	/**
	 * Load the service for a while.
	 */
	Slice slice(Endpoint endpoint, int seconds) {
		Usage usage = this.service.usage(false);
		long logBytes = this.service.log().size();
		Instruments.Reading reading = this.instruments.read(this.service.handle());
		Load.Result result = this.instruments.load()
			.run(ServiceProcess.HOST, this.service.port(), endpoint, Duration.ofSeconds(seconds));
		Instruments.Reading used = this.instruments.read(this.service.handle()).since(reading);
		long bytes = this.service.usage(false).allocatedBytes() - usage.allocatedBytes();
		return new Slice(endpoint, result.requests(), result.seconds(), used.cpu().withoutJitNanos() / 1e3,
				used.cpu().systemNanos() / 1e3, used.cpu().jitNanos() / 1e3, used.cpu().profilerNanos() / 1e3, bytes,
				this.service.log().size() - logBytes, result.p50Micros(), result.p99Micros(), used.otherCores(),
				used.exportedBytes());
	}

	/**
	 * Look at what the service holds, while it has not failed yet.
	 */
	void takeStock() {
		Usage usage = this.service.usage(true);
		this.heapBytes = usage.heapBytes();
		this.threads = usage.threads();
		this.scrape = scrape();
	}

	private Side.Scrape scrape() {
		List<Double> millis = new ArrayList<>();
		long bytes = 0;
		try {
			for (int i = 0; i < 10; i++) {
				long start = System.nanoTime();
				HttpResponse<String> answer = this.service.get("/actuator/prometheus");
				if (answer.statusCode() != 200) {
					return new Side.Scrape(0, 0);
				}
				millis.add((System.nanoTime() - start) / 1e6);
				bytes = answer.body().length();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Side.Scrape(Statistics.median(millis), bytes);
	}

	void forgetSlices() {
		this.slices.clear();
	}

	Side side() {
		return new Side(this.service.startUpSeconds(), this.startUpCpuSeconds, this.heapBytes, this.threads,
				this.scrape, this.logLine, List.copyOf(this.slices));
	}

	@Override
	public void close() throws IOException {
		this.service.close();
	}

}
