package io.github.observability.profiling;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

import jdk.jfr.Recording;

/**
 * {@link Profiler} that records with JDK Flight Recorder.
 */
final class JfrProfiler implements Profiler {

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

	private final FlightRecordings recordings;

	private final int maxNodes;

	JfrProfiler(FlightRecordings recordings, int maxNodes) {
		this.recordings = recordings;
		this.maxNodes = maxNodes;
	}

	@Override
	public String describe(ProfileEvent event) {
		return "JDK Flight Recorder, " + switch (event) {
			case ALLOC -> JfrEvents.ALLOCATION;
			case LOCK -> JfrEvents.MONITOR + " and " + JfrEvents.PARK;
			default -> JfrEvents.cpu();
		};
	}

	@Override
	public Stacks stacks(ProfileEvent event, ProfileTime time) throws IOException {
		Stacks stacks = new Stacks(this.maxNodes);
		this.recordings.read(settings(event), time, (recorded) -> {
			if (isOf(recorded.getEventType().getName(), event)) {
				JfrEvents.add(recorded, stacks);
			}
		});
		return stacks;
	}

	/** The file has the events of all recordings that run at the same time. */
	private static boolean isOf(String name, ProfileEvent event) {
		return switch (event) {
			case ALLOC -> name.equals(JfrEvents.ALLOCATION);
			case LOCK -> name.equals(JfrEvents.MONITOR) || name.equals(JfrEvents.PARK);
			default -> name.equals(JfrEvents.cpu());
		};
	}

	@Override
	public byte[] recording(ProfileEvent event, ProfileTime time) throws IOException {
		return this.recordings.bytes(settings(event), time);
	}

	private static Consumer<Recording> settings(ProfileEvent event) {
		return (recording) -> {
			switch (event) {
				case ALLOC -> recording.enable(JfrEvents.ALLOCATION).withStackTrace().with("throttle", "500/s");
				case LOCK -> {
					recording.enable(JfrEvents.MONITOR).withStackTrace().withThreshold(SHORTEST_WAIT);
					recording.enable(JfrEvents.PARK).withStackTrace().withThreshold(SHORTEST_WAIT);
				}
				default -> JfrEvents.cpu(recording.enable(JfrEvents.chooseCpu()).withStackTrace(), INTERVAL);
			}
		};
	}

}
