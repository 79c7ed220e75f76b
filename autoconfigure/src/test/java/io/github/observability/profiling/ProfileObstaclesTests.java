package io.github.observability.profiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Profiles that meet an obstacle: each answers with a sentence, leaves nothing, and the
 * next profile is taken.
 */
class ProfileObstaclesTests {

	private static final Path FULL = Path.of("/dev/full");

	private static final Duration SHORT = Duration.ofMillis(50);

	@TempDir
	private Path directory;

	@AfterEach
	void leavesNothing() throws IOException {
		assertThat(FlightRecorder.getFlightRecorder().getRecordings()).extracting(Recording::getName)
			.doesNotContain("observability");
		try (var files = Files.list(this.directory)) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void saysThatTheDiskIsFullWhenItIsWritten() throws IOException {
		assumeTrue(Files.isWritable(FULL), "This system has no device that is always full");
		Profiles profiles = profiles();
		ProfileRequest request = new ProfileRequest(SHORT, ProfileEvent.CPU, ProfileFormat.JFR);
		FlightRecorderListener filling = whenRecording(this::fill);
		FlightRecorder.addListener(filling);
		try {
			assertUnavailable(() -> profiles.take(request), "The profile could not be written or read: ");
		}
		finally {
			FlightRecorder.removeListener(filling);
		}
		leavesNothing();
		assertThat(profiles.take(request)).startsWith('F', 'L', 'R', 0);
	}

	/** Replaces the file of the profile by a device to which nothing can be written. */
	private void fill() {
		try (var files = Files.list(this.directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
				Files.createSymbolicLink(file, FULL);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FlightRecorderListener whenRecording(Runnable action) {
		return new FlightRecorderListener() {

			@Override
			public void recordingStateChanged(Recording recording) {
				if (recording.getName().equals("observability") && recording.getState() == RecordingState.RUNNING) {
					action.run();
				}
			}

		};
	}

	@Test
	void saysThatTheTemporaryFolderIsAFile() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		Profiles profiles = new Profiles(profilers(file), null);
		assertUnavailable(() -> profiles.take(new ProfileRequest(SHORT, ProfileEvent.CPU, ProfileFormat.JFR)),
				"The temporary folder '" + file + "' cannot be written to");
		Files.delete(file);
		assertUnavailable(() -> profiles.take(new ProfileRequest(SHORT, ProfileEvent.CPU, ProfileFormat.JFR)),
				"The temporary folder '" + file + "' does not exist");
	}

	@Test
	void leavesRecordingsOfOthersAsTheyAre() throws IOException {
		FlightRecorder.register(Mark.class);
		try (Recording before = other(); Recording during = new Recording(); Recording after = new Recording()) {
			Map<String, String> settings = before.getSettings();
			Mark.commit("before");
			CountDownLatch meanwhile = new CountDownLatch(1) {

				@Override
				public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
					during.enable(Mark.class);
					during.start();
					Mark.commit("during");
					return super.await(timeout, unit);
				}

			};
			profilers(this.directory).forEvent(ProfileEvent.ALLOC)
				.stacks(ProfileEvent.ALLOC, new ProfileTime(SHORT, meanwhile));
			SampleStream.open(new NoSamples()).close();
			after.enable(Mark.class);
			after.start();
			Mark.commit("after");
			assertThat(List.of(before, during, after)).extracting(Recording::getState)
				.containsOnly(RecordingState.RUNNING);
			assertThat(before.getSettings()).isEqualTo(settings);
			assertThat(marks(before)).containsExactly("before", "during", "after");
			assertThat(marks(during)).containsExactly("during", "after");
			assertThat(marks(after)).containsExactly("after");
		}
		finally {
			FlightRecorder.unregister(Mark.class);
		}
	}

	private static Recording other() {
		Recording other = new Recording();
		other.setName("other");
		other.enable(Mark.class);
		other.start();
		return other;
	}

	/** Stop a recording and read it. */
	private List<String> marks(Recording recording) throws IOException {
		recording.stop();
		Path file = this.directory.resolve("other.jfr");
		recording.dump(file);
		try {
			return RecordingFile.readAllEvents(file)
				.stream()
				.filter((event) -> event.getEventType().getName().equals(Mark.class.getName()))
				.sorted((one, another) -> one.getStartTime().compareTo(another.getStartTime()))
				.map((event) -> event.getString("text"))
				.toList();
		}
		finally {
			Files.delete(file);
		}
	}

	@Test
	void servesOneOfManyCallersAtOnce() throws InterruptedException, ExecutionException {
		int callers = 8;
		Profiles profiles = profiles();
		CountDownLatch all = new CountDownLatch(callers);
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			CompletionService<ProfileException> answers = new ExecutorCompletionService<>(executor);
			for (int i = 0; i < callers; i++) {
				ProfileRequest request = ProfileRequest.of(60, (i % 2 == 0) ? "wall" : "cpu", "collapsed");
				answers.submit(() -> {
					all.countDown();
					all.await();
					return refusal(() -> profiles.take(request));
				});
			}
			// The one that is served takes a minute, so all others answer before.
			List<Integer> statuses = new ArrayList<>();
			for (int i = 1; i < callers; i++) {
				statuses.add(answers.take().get().status());
			}
			assertThat(statuses).containsOnly(409);
			profiles.destroy();
			assertThat(answers.take().get()).hasMessageContaining("the application stops")
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503));
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void makesRoomAfterAFilterThatNamesNothing() {
		Profiles profiles = profiles();
		for (String filter : List.of("com.example.Missing::call", "[Ljava.lang.String;::length", "::", "")) {
			ProfileException refusal = refusal(() -> profiles.part("method", filter, 60));
			assertThat(refusal.status()).isEqualTo(400);
			assertThat(refusal.getMessage()).containsAnyOf("The class 'com.example.Missing' does not exist",
					"'filter' must be one class and one of its methods");
		}
		assertThat(profiles.take(new ProfileRequest(SHORT, ProfileEvent.WALL, ProfileFormat.COLLAPSED))).isNotEmpty();
	}

	private static void assertUnavailable(Call call, String message) {
		assertThatExceptionOfType(ProfileException.class).isThrownBy(call::run)
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503));
	}

	private static ProfileException refusal(Call call) {
		try {
			call.run();
		}
		catch (ProfileException ex) {
			return ex;
		}
		throw new AssertionError("There is a profile");
	}

	private Profiles profiles() {
		return new Profiles(profilers(this.directory), null);
	}

	private static Profilers profilers(Path folder) {
		return new Profilers(new TemporaryFolder(folder.toString(), 0), new FilteredClassLoader("one.profiler"));
	}

	private interface Call {

		@Nullable Object run();

	}

	/**
	 * An event of the application.
	 */
	static final class Mark extends Event {

		String text = "";

		static void commit(String text) {
			Mark mark = new Mark();
			mark.text = text;
			mark.commit();
		}

	}

	private static final class NoSamples implements SampleStream.Sink {

		@Override
		public void sampled(long epochNanos, long thread, String frame) {
		}

		@Override
		public void allocated(String type, long bytes) {
		}

		@Override
		public void flushed() {
		}

	}

}
