package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;

import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordingFile;
import one.profiler.AsyncProfiler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Takes profiles of planted work. Each test also asserts that nothing is left.
 */
@Tag("jdk")
class ProfilersIntegrationTests {

	private static final Duration SHORT = Duration.ofMillis(600);

	@TempDir
	private Path directory;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final List<Busy> planted = new ArrayList<>();

	@AfterEach
	void leavesNothing() throws IOException {
		this.planted.forEach(Busy::close);
		assertThat(FlightRecorder.getFlightRecorder().getRecordings()).extracting(Recording::getName)
			.doesNotContain("observability");
		try (var files = Files.list(this.directory)) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void showsWhereCpuTimeIsSpent() throws IOException {
		plant(Busy.computing());
		String stacks = profile(ProfileEvent.CPU, SHORT, "(?m)^[^ ]+;" + Busy.FRAME.replace(".", "\\.") + " \\d+$");
		assertThat(heaviest(stacks)).contains(Busy.FRAME);
	}

	@Test
	void showsWhatIsAllocated() throws IOException {
		plant(Busy.allocating());
		profile(ProfileEvent.ALLOC, SHORT, "Busy\\.plantedAllocation;double\\[\\] \\d{5,}\n");
	}

	@Test
	void showsWhereThreadsWaitForLocks() throws IOException {
		plant(Busy.contending());
		assertThat(profile(ProfileEvent.LOCK, SHORT, "Busy\\.plantedWait;.*ReentrantLock\\$FairSync \\d{6,}\n"))
			.doesNotContain("ConditionObject");
	}

	@Test
	void showsThreadsThatWait() throws IOException {
		plant(Busy.waiting());
		profile(ProfileEvent.WALL, Duration.ofMillis(100),
				"(?m)^\\[planted\\];.*Busy\\.plantedSleep;java\\.lang\\.Thread\\.sleep");
		assertThatExceptionOfType(ProfileException.class)
			.isThrownBy(() -> profiler(ProfileEvent.WALL).recording(ProfileEvent.WALL, time(SHORT)))
			.withMessageContaining("'event=wall' has no recording");
	}

	/** On a busy machine, what is planted may not run at all in so short a time. */
	private String profile(ProfileEvent event, Duration duration, String expected) throws IOException {
		Pattern pattern = Pattern.compile(expected);
		String stacks = "";
		for (int i = 0; i < 10 && !pattern.matcher(stacks).find(); i++) {
			stacks = profiler(event).stacks(event, time(duration)).collapsed();
		}
		assertThat(stacks).containsPattern(pattern);
		return stacks;
	}

	@Test
	void usesAsyncProfilerWhereItIsPresent() throws IOException {
		Profiler profiler = new Profilers(folder(), getClass().getClassLoader()).forEvent(ProfileEvent.WALL);
		assertThat(profiler.describe(ProfileEvent.WALL)).startsWith("async-profiler 4.");
		// Its handler of the signal stays, so that JDK Flight Recorder cannot have one.
		assertThat(JfrEvents.chooseCpu()).isEqualTo(JfrEvents.EXECUTION);
		plant(Busy.waiting());
		assertThat(profiler.stacks(ProfileEvent.WALL, time(SHORT)).collapsed())
			.containsPattern("(?m)^\\[planted-1.*Busy\\.plantedSleep;java\\.lang\\.Thread\\.sleep");
		byte[] recording = profiler.recording(ProfileEvent.WALL, time(Duration.ofMillis(100)));
		assertThat(recording).startsWith('F', 'L', 'R', 0);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(AsyncProfiler.getInstance()::stop);
	}

	@Test
	void saysThatSomebodyElseUsesAsyncProfiler() throws IOException {
		Profiler profiler = new Profilers(folder(), getClass().getClassLoader()).forEvent(ProfileEvent.WALL);
		AsyncProfiler.getInstance().execute("start,event=wall,interval=50ms");
		try {
			assertThatExceptionOfType(ProfileException.class)
				.isThrownBy(() -> profiler.stacks(ProfileEvent.WALL, time(SHORT)))
				.withMessageContaining("does not start")
				.withMessageContaining("already started");
		}
		finally {
			AsyncProfiler.getInstance().execute("stop");
		}
	}

	@Test
	void recordsBesideTheRecordingOfSomebodyElse() throws IOException {
		plant(Busy.computing());
		try (Recording other = new Recording()) {
			other.enable("jdk.JavaMonitorWait").withThreshold(Duration.ZERO);
			other.start();
			Path file = Files.write(this.directory.resolve("result.jfr"),
					profiler(ProfileEvent.CPU).recording(ProfileEvent.CPU, time(SHORT)));
			assertThat(other.getState()).isEqualTo(RecordingState.RUNNING);
			assertThat(RecordingFile.readAllEvents(file)).extracting((event) -> event.getEventType().getName())
				.contains(JfrEvents.cpu());
			Files.delete(file);
		}
	}

	@Test
	void serveOneCallerAtATime() throws InterruptedException, ExecutionException {
		Profiles profiles = new Profiles(profilers(folder()), null);
		ProfileRequest request = ProfileRequest.of(60, "wall", "collapsed");
		FutureTask<byte[]> first = new FutureTask<>(() -> profiles.take(request));
		Thread caller = new Thread(first);
		caller.start();
		Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		assertThatExceptionOfType(ProfileException.class)
			.isThrownBy(() -> profiles.take(ProfileRequest.of(1, "wall", "collapsed")))
			.withMessageMatching("Another profile is being taken; it ends in about \\d+ s")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(409));
		profiles.destroy();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get)
			.withMessageContaining("the application stops");
	}

	@Test
	void sayWhatIsWrongWithTheTemporaryFolder() {
		for (TemporaryFolder folder : List.of(new TemporaryFolder(this.directory + "/missing", 0),
				new TemporaryFolder("/proc", 0), new TemporaryFolder(this.directory.toString(), Long.MAX_VALUE))) {
			assertThatExceptionOfType(ProfileException.class)
				.isThrownBy(() -> profilers(folder).forEvent(ProfileEvent.CPU).stacks(ProfileEvent.CPU, time(SHORT)))
				.withMessageStartingWith("The temporary folder '")
				.withMessageMatching(".*(does not exist|cannot be written to|MB left).*")
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503));
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void timeAMethodAndRestoreIt() throws IOException {
		MethodTimer timer = profilers(folder()).methodTimer();
		String filter = timer.check(Busy.class.getName() + "::plantedLoop");
		MethodTimings timings;
		try (Recording other = new Recording()) {
			// Counters that have begun before are taken off.
			other.enable("jdk.MethodTiming").with("filter", filter).with("period", "endChunk");
			other.start();
			Busy.plantedLoop(1);
			Busy.plantedLoop(1);
			plant(Busy.computing());
			timings = timer.time(filter, time(SHORT));
		}
		assertThat(timings.note()).isEmpty();
		assertThat(timings.methods()).singleElement().satisfies((timing) -> {
			assertThat(timing.method()).isEqualTo("plantedLoop(I)V");
			assertThat(timing.invocations()).isPositive();
			// Less than all of the time, for the calls that lie within it.
			assertThat(timing.invocations() * timing.averageNanos()).isBetween(1L, SHORT.toNanos() * 10);
		});
		this.planted.forEach(Busy::close);
		MethodTimings none = timer.time(filter, time(Duration.ofMillis(50)));
		assertThat(none.methods()).allSatisfy((timing) -> assertThat(timing.invocations()).isZero());
		assertThat(none.note()).startsWith("It was not called");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void checkTheFilterOfATimedMethod() {
		MethodTimer timer = profilers(folder()).methodTimer();
		assertThatExceptionOfType(ProfileException.class).isThrownBy(() -> timer.check("a.B::c;d.E::f"))
			.withMessageContaining("must be one class and one of its methods");
		assertThatExceptionOfType(ProfileException.class).isThrownBy(() -> timer.check(null))
			.withMessageContaining("must be one class and one of its methods");
		assertThatExceptionOfType(ProfileException.class).isThrownBy(() -> timer.check("com.example.Missing::call"))
			.withMessage("The class 'com.example.Missing' does not exist in this application");
		assertThatExceptionOfType(ProfileException.class)
			.isThrownBy(() -> timer.check(Busy.class.getName() + "::missing"))
			.withMessageContaining("declares no method 'missing'");
		assertThat(timer.check("java.lang.StringBuilder::<init>")).isNotEmpty();
	}

	@Test
	@DisabledForJreRange(min = JRE.JAVA_25)
	void sayThatAnOlderRuntimeTimesNoMethods() {
		MethodTimer timer = profilers(folder()).methodTimer();
		assertThatExceptionOfType(ProfileException.class)
			.isThrownBy(() -> timer.check(Busy.class.getName() + "::plantedLoop"))
			.withMessageStartingWith("Methods are timed by JDK 25 and later; this is JDK ");
	}

	private static String heaviest(String stacks) {
		return stacks.lines()
			.max(Comparator.comparingLong((line) -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))))
			.orElseThrow();
	}

	private void plant(Busy busy) {
		this.planted.add(busy);
	}

	private ProfileTime time(Duration duration) {
		return new ProfileTime(duration, this.stopped);
	}

	private Profiler profiler(ProfileEvent event) {
		return profilers(folder()).forEvent(event);
	}

	private TemporaryFolder folder() {
		return new TemporaryFolder(this.directory.toString(), 0);
	}

	/** Profilers of an application that has no other than those of the JDK. */
	private static Profilers profilers(TemporaryFolder folder) {
		return new Profilers(folder, new FilteredClassLoader("one.profiler"));
	}

}
