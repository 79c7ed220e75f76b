package io.github.observability.profiling;

import java.time.Duration;

import io.github.observability.DaemonScheduler;
import io.github.observability.LogOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Profiles all the time, at a low rate. JDK Flight Recorder is started on a thread of its
 * own, because its first start takes half a second.
 */
final class ContinuousProfiler implements ContinuousProfiling, SampleStream.Sink, SmartLifecycle {

	/** Time between two samples of a thread that runs. */
	static final Duration INTERVAL = Duration.ofMillis(20);

	private static final Logger logger = LoggerFactory.getLogger(ContinuousProfiler.class);

	private static final Duration TICK = Duration.ofSeconds(1);

	private static final int TICKS_OF_A_WINDOW = 10;

	private static final int TICKS_OF_A_FILE = 300;

	private static final String RUNNING = "running";

	private final TemporaryFolder folder;

	private final VersionFile file;

	private final String version;

	private final @Nullable SlowTraceProfiles slowTraces;

	private final Reduction reduction;

	private final FrameTable frames = new FrameTable();

	private final FrameTable types = new FrameTable();

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-profiling");

	private final LogOnce unavailable = new LogOnce(logger);

	private volatile boolean paused;

	private volatile String state = "not started";

	private @Nullable SampleStream stream;

	private boolean failed;

	private long ticks;

	ContinuousProfiler(TemporaryFolder folder, VersionFile file, String version, @Nullable SlowTraceProfiles slowTraces,
			Reduction reduction) {
		this.folder = folder;
		this.file = file;
		this.version = version;
		this.slowTraces = slowTraces;
		this.reduction = reduction;
	}

	@Override
	public void start() {
		this.scheduler.start(this::tick, Duration.ZERO, TICK);
	}

	@Override
	public void stop() {
		if (this.scheduler.isRunning()) {
			this.scheduler.stop();
			synchronized (this) {
				close("stopped");
				this.file.write(this.frames.shares(), this.types.shares());
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
	}

	/**
	 * Start or stop the stream as needed, and end windows that are over.
	 */
	synchronized void tick() {
		if (!this.scheduler.isRunning() || this.failed) {
			return;
		}
		try {
			follow();
		}
		catch (ProfileException ex) {
			this.failed = true;
			close(String.valueOf(ex.getMessage()));
			this.unavailable.warn("Continuous profiling is off: {}", ex.getMessage());
			return;
		}
		if (++this.ticks % TICKS_OF_A_WINDOW == 0) {
			roll();
		}
		if (this.ticks % TICKS_OF_A_FILE == 0) {
			this.file.write(this.frames.shares(), this.types.shares());
		}
		if (this.slowTraces != null) {
			this.slowTraces.tick();
		}
	}

	private void follow() {
		if (this.paused) {
			close("paused");
		}
		else if (this.reduction.isWithoutProfiles()) {
			close("paused, because telemetry is shed");
		}
		else if (!this.folder.hasSpace()) {
			close("paused, because the temporary folder is almost full");
		}
		else if (this.stream == null) {
			open();
		}
	}

	private void open() {
		if (!Profilers.hasFlightRecorder()) {
			throw ProfileException.unavailable("this Java runtime has no module jdk.jfr", null);
		}
		if (this.ticks == 0) {
			this.file.read();
		}
		this.folder.requireWritable();
		this.stream = SampleStream.open(this);
		this.state = RUNNING;
		if (this.slowTraces != null) {
			this.slowTraces.start();
		}
	}

	private void close(String state) {
		SampleStream open = this.stream;
		this.state = state;
		if (open != null) {
			this.stream = null;
			if (this.slowTraces != null) {
				this.slowTraces.stop();
			}
			open.close();
		}
	}

	/**
	 * End a window.
	 */
	void roll() {
		this.frames.roll();
		this.types.roll();
	}

	@Override
	public void sampled(long epochNanos, long thread, String frame) {
		this.frames.add(frame, 1);
		if (this.slowTraces != null) {
			this.slowTraces.sampled(epochNanos, thread, frame);
		}
	}

	@Override
	public void allocated(String type, long bytes) {
		this.types.add(type, bytes);
	}

	@Override
	public void flushed() {
		if (this.slowTraces != null) {
			this.slowTraces.flushed();
		}
	}

	ContinuousReport report() {
		VersionFile.Shares before = this.file.before();
		return new ContinuousReport(this.state, this.frames.samples(), this.version.isEmpty() ? null : this.version,
				before.version(), this.frames.top(before.cpu()), this.types.top(before.allocation()));
	}

}
