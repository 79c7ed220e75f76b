package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Recordings of JDK Flight Recorder, beside those of others. Each is stopped and its file
 * deleted before a method returns.
 */
final class FlightRecordings {

	/** What is older is dropped. */
	private static final long MAX_SIZE = 64L << 20;

	private final TemporaryFolder folder;

	FlightRecordings(TemporaryFolder folder) {
		this.folder = folder;
	}

	/**
	 * Record and read the events.
	 * @param settings enables events
	 * @param time how long
	 * @param reader reads each event
	 * @throws IOException if the file cannot be written or read
	 */
	void read(Consumer<Recording> settings, ProfileTime time, Consumer<RecordedEvent> reader) throws IOException {
		record(settings, time, (file) -> {
			try (RecordingFile recording = new RecordingFile(file)) {
				while (recording.hasMoreEvents()) {
					reader.accept(recording.readEvent());
				}
			}
		});
	}

	/**
	 * Record.
	 * @param settings enables events
	 * @param time how long
	 * @return the file
	 * @throws IOException if the file cannot be written or read
	 */
	byte[] bytes(Consumer<Recording> settings, ProfileTime time) throws IOException {
		byte[][] bytes = new byte[1][];
		record(settings, time, (file) -> bytes[0] = Files.readAllBytes(file));
		return bytes[0];
	}

	private void record(Consumer<Recording> settings, ProfileTime time, FileReader reader) throws IOException {
		Path file = this.folder.createFile(".jfr");
		try {
			try (Recording recording = start(settings)) {
				time.await();
				recording.stop();
				this.folder.requireSpace();
				recording.dump(file);
			}
			reader.read(file);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private static Recording start(Consumer<Recording> settings) {
		if (!FlightRecorder.isAvailable()) {
			throw ProfileException.unavailable("JDK Flight Recorder is not available in this JVM", null);
		}
		Recording recording;
		try {
			recording = new Recording();
		}
		catch (IllegalStateException | SecurityException ex) {
			throw ProfileException.unavailable("JDK Flight Recorder cannot be used: " + ex.getMessage(), ex);
		}
		try {
			recording.setName("observability");
			recording.setMaxSize(MAX_SIZE);
			settings.accept(recording);
			recording.start();
			return recording;
		}
		catch (RuntimeException ex) {
			recording.close();
			throw ProfileException.unavailable("JDK Flight Recorder did not start: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Reads a recording.
	 */
	@FunctionalInterface
	private interface FileReader {

		void read(Path file) throws IOException;

	}

}
