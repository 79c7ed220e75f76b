package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Profiles a warm service with the flight recorder of the JDK.
 */
final class Profiler {

	private static final int FRAMES = 25;

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
			measurement.warmUp(this.settings);
			jcmd(service, "JFR.start", "name=cost", "settings=profile", "jdk.ObjectAllocationSample#throttle=1000/s");
			Slice slice = measurement.slice(Endpoint.HELLO, this.settings.profileSeconds());
			jcmd(service, "JFR.stop", "name=cost", "filename=" + recording);
			return read(variant.name(), slice.requests(), recording);
		}
	}

	private static void jcmd(ServiceProcess service, String... arguments) {
		String[] command = new String[arguments.length + 2];
		command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		command[1] = Long.toString(service.handle().pid());
		System.arraycopy(arguments, 0, command, 2, arguments.length);
		Commands.output(command);
	}

	private static Profile read(String variant, long requests, Path recording) throws IOException {
		Profile.Weights cpu = new Profile.Weights(new HashMap<>(), new HashMap<>());
		Profile.Weights bytes = new Profile.Weights(new HashMap<>(), new HashMap<>());
		try (RecordingFile events = new RecordingFile(recording)) {
			while (events.hasMoreEvents()) {
				RecordedEvent event = events.readEvent();
				switch (event.getEventType().getName()) {
					case "jdk.ExecutionSample" -> add(event, 1, cpu);
					case "jdk.ObjectAllocationSample" -> add(event, event.getLong("weight"), bytes);
					default -> {
						// All else that the recorder writes.
					}
				}
			}
		}
		return new Profile(variant, requests, cpu.top(FRAMES), bytes.top(FRAMES));
	}

	private static void add(RecordedEvent event, double weight, Profile.Weights weights) {
		if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
			return;
		}
		List<RecordedFrame> frames = event.getStackTrace().getFrames();
		List<String> types = frames.stream().map((frame) -> frame.getMethod().getType().getName()).toList();
		add(weights.categories(), FrameCategory.of(types), weight);
		RecordedMethod innermost = frames.get(0).getMethod();
		add(weights.frames(), innermost.getType().getName() + "." + innermost.getName(), weight);
	}

	private static <K> void add(Map<K, Double> weights, K key, double weight) {
		weights.merge(key, weight, Double::sum);
	}

}
