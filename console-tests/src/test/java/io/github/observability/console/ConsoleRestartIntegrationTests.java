package io.github.observability.console;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.observability.console.restart.RestartedApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a process of its own whose classes change, so that DevTools restart
 * it. Its classes are in a folder, those of the console in a jar, as a user has them.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class ConsoleRestartIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private static final Pattern ANNOUNCEMENT = Pattern
		.compile("Observability console: (http://localhost:\\d+/observability)\\?token=(\\S+)");

	@TempDir
	private Path folder;

	private Path classes;

	private Path output;

	private Process process;

	@BeforeEach
	void start() throws IOException {
		this.classes = Files.createDirectories(this.folder.resolve("classes"));
		String name = RestartedApplication.class.getPackageName().replace('.', '/');
		FileSystemUtils.copyRecursively(Path.of("target", "test-classes").resolve(name), this.classes.resolve(name));
		this.output = this.folder.resolve("output");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath(), RestartedApplication.class.getName(),
				"--server.port=" + freePort(), "--observability.console.run-file=" + this.folder.resolve("run.json"),
				"--spring.main.banner-mode=off", "--spring.devtools.livereload.enabled=false",
				"--spring.datasource.url=jdbc:h2:mem:restarted"));
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
	}

	@AfterEach
	void stop() {
		this.process.destroyForcibly();
	}

	@Test
	void holdsTracesLinesAndTheTokenBeyondARestart() throws Exception {
		List<String> first = announcements(1).get(0);
		String base = first.get(0).replace("/observability", "");
		String loaded = get(base + "/hello", first.get(1));
		get(base + "/hello", first.get(1));
		String requests = first.get(0) + "/api/requests?q=GET+/hello";
		Awaitility.await().atMost(DEADLINE).until(() -> json(requests, first.get(1)).path("traces").size() == 2);
		Files.writeString(this.classes.resolve("changed.properties"), "changed=true");
		List<String> second = announcements(2).get(1);
		assertThat(second).isEqualTo(first);
		assertThat(get(base + "/hello", first.get(1))).isNotEqualTo(loaded);
		Awaitility.await().atMost(DEADLINE).until(() -> json(requests, first.get(1)).path("traces").size() == 3);
		JsonNode lines = json(first.get(0) + "/api/lines?q=Hello+from", first.get(1)).path("lines");
		assertThat(lines.valueStream().map((line) -> line.path("id").asLong())).hasSize(3).doesNotHaveDuplicates();
		JsonNode previous = json(first.get(0) + "/api/runs", first.get(1)).path("previous").path("routes");
		assertThat(previous.valueStream().map((route) -> route.path("route").asString())).contains("GET /hello");
	}

	private List<List<String>> announcements(int count) {
		return Awaitility.await().atMost(DEADLINE).until(() -> {
			String text = read();
			assertThat(this.process.isAlive()).as(text).isTrue();
			return ANNOUNCEMENT.matcher(text)
				.results()
				.map((match) -> List.of(match.group(1), match.group(2)))
				.toList();
		}, (found) -> found.size() >= count);
	}

	private String read() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode json(String url, String token) throws IOException, InterruptedException {
		return ConsoleJson.MAPPER.readTree(get(url, token));
	}

	private static String get(String url, String token) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.header("Authorization", "Bearer " + token)
			.build();
		HttpResponse<String> response = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** DevTools renew what lies in folders, so that all but the application are jars. */
	private String classPath() throws IOException {
		List<String> entries = new ArrayList<>(List.of(this.classes.toString()));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			if (Files.isRegularFile(path)) {
				entries.add(entry);
			}
			else if (Files.isDirectory(path) && !path.endsWith(Path.of("target", "test-classes"))) {
				entries.add(jar(path, this.folder.resolve("library" + entries.size() + ".jar")));
			}
		}
		return String.join(File.pathSeparator, entries);
	}

	private static String jar(Path directory, Path target) throws IOException {
		try (OutputStream stream = Files.newOutputStream(target);
				JarOutputStream jar = new JarOutputStream(stream);
				Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				jar.putNextEntry(new JarEntry(directory.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, jar);
				jar.closeEntry();
			}
		}
		return target.toString();
	}

}
