package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Profiler} that uses async-profiler.
 */
final class AsyncProfilerEngine implements Profiler {

	private static final Logger logger = LoggerFactory.getLogger(AsyncProfilerEngine.class);

	private final AsyncProfiler profiler;

	private final TemporaryFolder folder;

	private final int maxNodes;

	private AsyncProfilerEngine(AsyncProfiler profiler, TemporaryFolder folder, int maxNodes) {
		this.profiler = profiler;
		this.folder = folder;
		this.maxNodes = maxNodes;
	}

	/**
	 * Load the native library, which is copied to the temporary folder and deleted again.
	 * @return the profiler, {@code null} if it does not load
	 */
	static @Nullable Profiler load(TemporaryFolder folder, int maxNodes) {
		try {
			// A copy that fails half way would stay.
			folder.requireWritable();
			return new AsyncProfilerEngine(AsyncProfiler.getInstance(), folder, maxNodes);
		}
		catch (ProfileException ex) {
			logger.warn("async-profiler does not load, so JDK Flight Recorder is used: {}", ex.getMessage());
			return null;
		}
		catch (IllegalStateException | LinkageError ex) {
			logger.warn("async-profiler does not load, so JDK Flight Recorder is used: {}. A temporary folder that "
					+ "forbids to execute files is a usual cause", ex.toString());
			return null;
		}
	}

	@Override
	public String describe(ProfileEvent event) {
		return "async-profiler " + this.profiler.getVersion() + ", " + event.value();
	}

	@Override
	public Stacks stacks(ProfileEvent event, ProfileTime time) throws IOException {
		run(options(event), time, event);
		Stacks stacks = new Stacks(this.maxNodes);
		String counter = (event == ProfileEvent.ALLOC || event == ProfileEvent.LOCK) ? "total" : "samples";
		this.profiler.execute("collapsed,dot," + counter).lines().forEach((line) -> add(line, stacks));
		return stacks;
	}

	private static void add(String line, Stacks stacks) {
		int space = line.lastIndexOf(' ');
		if (space > 0) {
			List<String> frames = Arrays.asList(line.substring(0, space).split(";"));
			stacks.add(frames, Long.parseLong(line.substring(space + 1)));
		}
	}

	@Override
	public byte[] recording(ProfileEvent event, ProfileTime time) throws IOException {
		Path file = this.folder.createFile(".jfr");
		try {
			run(options(event) + ",jfr,file=" + file, time, event);
			return Files.readAllBytes(file);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private void run(String options, ProfileTime time, ProfileEvent event) throws IOException {
		try {
			this.profiler.execute("start," + options);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw ProfileException
				.unavailable("async-profiler does not start for '" + event.value() + "': " + ex.getMessage(), ex);
		}
		try {
			time.await();
		}
		finally {
			this.profiler.execute("stop");
		}
	}

	private static String options(ProfileEvent event) {
		return switch (event) {
			case CPU -> "event=cpu,interval=10ms";
			case WALL -> "event=wall,interval=20ms,threads";
			case ALLOC -> "event=alloc,alloc=128k";
			case LOCK -> "event=lock,lock=1ms";
		};
	}

}
