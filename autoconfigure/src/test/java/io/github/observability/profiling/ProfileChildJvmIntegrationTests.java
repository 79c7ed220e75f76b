package io.github.observability.profiling;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.observability.testing.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Profiles of JVMs that lack something.
 */
@Tag("jdk")
class ProfileChildJvmIntegrationTests {

	private static final String ASYNC_DOES_NOT_LOAD = "async-profiler does not load, so JDK Flight Recorder is used";

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	private Path directory;

	@Test
	void saysThatTheRuntimeHasNoFlightRecorder() throws IOException, InterruptedException {
		List<String> command = ChildJvm.command("--limit-modules",
				"java.se,jdk.unsupported,jdk.management,jdk.httpserver", "-cp", classPath(false),
				WithoutFlightRecorder.class.getName());
		assertThat(run(command)).contains("module: false")
			.contains("cpu: 503 This Java runtime has no module jdk.jfr; add it, or add tools.profiler:async-profiler")
			.contains("alloc: 503 This Java runtime has no module jdk.jfr;")
			.contains("lock: 503 This Java runtime has no module jdk.jfr;")
			.contains("method: 503 This Java runtime has no module jdk.jfr;")
			.containsPattern("wall: \\d{3,} characters")
			.contains("continuous: this Java runtime has no module jdk.jfr")
			.contains("left: []");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void recordsWithoutAsyncProfilerWhereNothingCanBeExecuted() throws IOException, InterruptedException {
		assertThat(run(mounted("size=600m,noexec"))).contains(ASYNC_DOES_NOT_LOAD)
			.contains("A temporary folder that forbids to execute files is a usual cause")
			.containsPattern("cpu: \\d+ characters")
			.containsPattern("wall: \\d+ characters")
			.contains("continuous: running")
			.contains("files: []");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void saysThatTheDiskIsFull() throws IOException, InterruptedException {
		assertThat(run(mounted("size=64k"))).contains(ASYNC_DOES_NOT_LOAD)
			.contains("cpu: 503 The temporary folder '" + this.directory + "' has 0 MB left; a profile needs 256 MB")
			.containsPattern("wall: \\d+ characters")
			.contains("continuous: paused, because the temporary folder is almost full")
			.contains("files: []");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void saysThatFilesMustNotGrow() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 2048 && exec \"$@\"", "sh"));
		command.addAll(program());
		String sentence = "The temporary folder '" + this.directory + "' takes no file of 16 MB (File too large)";
		assertThat(run(command)).contains(ASYNC_DOES_NOT_LOAD)
			.contains("cpu: 503 " + sentence)
			.containsPattern("wall: \\d+ characters")
			.contains("continuous: " + sentence)
			.contains("files: []");
	}

	private List<String> mounted(String options) throws IOException, InterruptedException {
		List<String> unshare = List.of("unshare", "-Urm", "sh", "-c",
				"mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"", this.directory.toString());
		assumeTrue(isRunnable(unshare), "This system lets nobody mount a file system of his own");
		List<String> command = new ArrayList<>(unshare);
		command.addAll(program());
		return command;
	}

	private static boolean isRunnable(List<String> command) throws InterruptedException {
		try {
			List<String> attempt = new ArrayList<>(command);
			attempt.add("true");
			return new ProcessBuilder(attempt).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private List<String> program() {
		return ChildJvm.command("-Djava.io.tmpdir=" + this.directory, "-cp", classPath(true),
				Obstructed.class.getName());
	}

	static String classPath(boolean asyncProfiler) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> asyncProfiler || !entry.contains("async-profiler"))
			.filter((entry) -> !entry.contains("pyroscope"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	static String run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			process.getOutputStream().close();
			StringBuilder output = new StringBuilder();
			Thread reader = new Thread(() -> read(process, output));
			reader.start();
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			assertThat(ended).as("ends in time").isTrue();
			reader.join();
			assertThat(process.exitValue()).as(output.toString()).isZero();
			return output.toString();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void read(Process process, StringBuilder output) {
		try {
			output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			output.append(ex);
		}
	}

	static String answer(Profiles profiles, String event) {
		try {
			return profiles.take(new ProfileRequest(SHORT, ProfileEvent.of(event), ProfileFormat.COLLAPSED)).length
					+ " characters";
		}
		catch (ProfileException ex) {
			return ex.status() + " " + ex.getMessage();
		}
	}

	static String state(ContinuousProfiler profiler) throws InterruptedException {
		while (profiler.report().state().equals("not started")) {
			Thread.onSpinWait();
		}
		return profiler.report().state();
	}

	/** A thread that was stopped may still be on its way out. */
	static List<String> threads(String... names) throws InterruptedException {
		List<Thread> left = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> Arrays.stream(names).anyMatch(thread.getName()::contains))
			.toList();
		for (Thread thread : left) {
			thread.join(10_000);
		}
		return left.stream().filter(Thread::isAlive).map(Thread::getName).toList();
	}

	/** JDK Flight Recorder keeps a folder of its own. */
	static List<String> files() throws IOException {
		try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter(Files::isRegularFile).map((file) -> file.getFileName().toString()).toList();
		}
	}

	/**
	 * An application on a runtime without JDK Flight Recorder.
	 */
	public static final class WithoutFlightRecorder {

		private WithoutFlightRecorder() {
		}

		public static void main(String[] arguments) throws InterruptedException {
			System.out.println("module: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.setEnvironment(new MockEnvironment().withProperty("spring.jmx.enabled", "true")
					.withProperty("management.endpoints.jmx.exposure.include", "profile")
					.withProperty("observability.profiling.endpoint.enabled", "true")
					.withProperty("observability.profiling.continuous.enabled", "true"));
				context.register(Application.class);
				context.refresh();
				Profiles profiles = context.getBean(Profiles.class);
				for (String event : List.of("cpu", "alloc", "lock", "wall")) {
					System.out.println(event + ": " + answer(profiles, event));
				}
				try {
					profiles.part("method", "java.lang.String::length", 1);
				}
				catch (ProfileException ex) {
					System.out.println("method: " + ex.status() + " " + ex.getMessage());
				}
				System.out.println("continuous: " + state(context.getBean(ContinuousProfiler.class)));
			}
			System.out.println("left: " + threads("observability", "JFR"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProfilingAutoConfiguration.class)
	static class Application {

	}

	/**
	 * Takes profiles where the temporary folder is of no use.
	 */
	public static final class Obstructed {

		private Obstructed() {
		}

		public static void main(String[] arguments) throws IOException, InterruptedException {
			Busy busy = Busy.computing();
			Profiles profiles = new Profiles(new Profilers(new TemporaryFolder(), Obstructed.class.getClassLoader()),
					null);
			System.out.println("wall: " + answer(profiles, "wall"));
			System.out.println("cpu: " + answer(profiles, "cpu"));
			ContinuousProfiler continuous = new ContinuousProfiler(new TemporaryFolder(), new VersionFile(null, ""), "",
					null, () -> false);
			continuous.start();
			System.out.println("continuous: " + state(continuous));
			continuous.stop();
			busy.close();
			System.out.println("files: " + files());
		}

	}

}
