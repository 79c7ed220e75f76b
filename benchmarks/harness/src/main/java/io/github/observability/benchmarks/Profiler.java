package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Profiles a warm service with the flight recorder of the JDK.
 */
final class Profiler {

	private static final int FRAMES = 25;

	/** The recorder also records itself. */
	private static final String RECORDER = "jdk.jfr.";

	private final Layout layout;

	private final Instruments instruments;

	private final Settings settings;

	Profiler(Layout layout, Instruments instruments, Settings settings) {
		this.layout = layout;
		this.instruments = instruments;
		this.settings = settings;
	}

	Profile profile(Variant variant) throws IOException {
		Path recording = this.layout.target().resolve("profile-" + variant.name() + ".jfr");
		Files.deleteIfExists(recording);
		ServiceProcess service = ServiceProcess.start(variant, this.layout, this.instruments.sink());
		try (Measurement measurement = new Measurement(service, this.instruments)) {
			measurement.warmUp(Endpoint.HELLO, this.settings);
			jcmd(service, "JFR.start", "name=cost", "settings=profile", "jdk.ObjectAllocationSample#throttle=1000/s");
			Slice slice = measurement.slice(Endpoint.HELLO, this.settings.profileSeconds());
			jcmd(service, "JFR.stop", "name=cost", "filename=" + recording);
			return read(variant.name(), slice, recording);
		}
	}

	private static void jcmd(ServiceProcess service, String... arguments) {
		String[] command = new String[arguments.length + 2];
		command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		command[1] = Long.toString(service.handle().pid());
		System.arraycopy(arguments, 0, command, 2, arguments.length);
		Commands.output(command);
	}

	private static Profile read(String variant, Slice slice, Path recording) throws IOException {
		Profile.Weights cpu = new Profile.Weights(new HashMap<>(), new HashMap<>());
		Profile.Weights bytes = new Profile.Weights(new HashMap<>(), new HashMap<>());
		Set<Long> seen = new HashSet<>();
		try (RecordingFile events = new RecordingFile(recording)) {
			while (events.hasMoreEvents()) {
				RecordedEvent event = events.readEvent();
				switch (event.getEventType().getName()) {
					case "jdk.ExecutionSample" -> add(event, 1, cpu);
					case "jdk.ObjectAllocationSample" -> {
						// The first sample of a thread weighs all that it ever allocated.
						if (!seen.add(event.getThread().getJavaThreadId())) {
							add(event, event.getLong("weight"), bytes);
						}
					}
					default -> {
						// All else that the recorder writes.
					}
				}
			}
		}
		return new Profile(variant, slice.requests(), (double) slice.bytes() / slice.requests(), cpu.top(FRAMES),
				bytes.top(FRAMES));
	}

	private static void add(RecordedEvent event, double weight, Profile.Weights weights) {
		if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
			return;
		}
		List<RecordedFrame> frames = event.getStackTrace().getFrames();
		List<String> types = frames.stream().map((frame) -> frame.getMethod().getType().getName()).toList();
		if (types.stream().anyMatch((type) -> type.startsWith(RECORDER))) {
			return;
		}
		int owner = FrameCategory.owner(types);
		add(weights.categories(), FrameCategory.of(types.get(owner)), weight);
		RecordedMethod method = frames.get(owner).getMethod();
		add(weights.frames(), method.getType().getName() + "." + method.getName(), weight);
	}

	private static <K> void add(Map<K, Double> weights, K key, double weight) {
		weights.merge(key, weight, Double::sum);
	}

}
