package io.github.observability.shapes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parts of an application's class path, by the names of their jars. Only what is named
 * gets there, whatever else the tests have.
 */
public enum Jars {

	/** What the starter brings, but the logging system. */
	STARTER("spring-(aop|beans|context|core|expression)", "spring-boot",
			"spring-boot-(actuator|actuator-autoconfigure|autoconfigure|health|micrometer-metrics|micrometer-observation)",
			"spring-boot-(micrometer-tracing|micrometer-tracing-opentelemetry|opentelemetry)",
			"micrometer-(commons|core|jakarta9|observation|registry-prometheus|tracing|tracing-bridge-otel)",
			"context-propagation", "HdrHistogram", "prometheus-metrics-.+",
			"opentelemetry-(?!sdk-testing|javaagent|proto).+", "logstash-logback-encoder", "jackson-annotations",
			"jackson-(core|databind)(?=-3)", "slf4j-api", "log4j-api", "commons-logging", "jspecify",
			"jakarta.annotation-api", "snakeyaml"),

	LOGBACK("logback-(classic|core)", "log4j-to-slf4j", "jul-to-slf4j"),

	LOG4J2("log4j-(core|jul|slf4j2-impl)"),

	MVC("spring-(web|webmvc)", "spring-boot-(http-converter|jackson|servlet|web-server|webmvc)"),

	TOMCAT("spring-boot-tomcat", "tomcat-embed-(core|el)"),

	JETTY("spring-boot-jetty", "jetty-.+", "jakarta.servlet-api", "tomcat-embed-el"),

	SECURITY("spring-boot-security", "spring-security-(config|core|crypto|web)"),

	WEBFLUX("spring-(web|webflux)", "spring-boot-(http-codec|jackson|netty|reactor|reactor-netty|web-server|webflux)",
			"netty-.+", "reactor-(core|netty-core|netty-http)", "reactive-streams"),

	REACTOR("reactor-core", "reactive-streams"),

	JDBC("spring-(jdbc|tx)", "spring-boot-(jdbc|persistence|sql|transaction)", "HikariCP", "h2"),

	/** Spring Data JPA with Hibernate, beside {@link #JDBC}. */
	JPA("spring-(orm|aspects)", "spring-data-(commons|jpa)", "spring-boot-(data-commons|data-jpa|hibernate|jpa)",
			"hibernate-(core|models)", "jakarta.(activation|inject|persistence|transaction|xml.bind)-api",
			"jaxb-(core|runtime)", "txw2", "istack-commons-runtime", "angus-activation", "jboss-logging", "byte-buddy",
			"antlr4-runtime", "aspectjweaver"),

	DATASOURCE_MICROMETER("datasource-micrometer", "datasource-micrometer-spring-boot", "datasource-proxy",
			"postgresql"),

	R2DBC("spring-(r2dbc|tx)", "spring-boot-(r2dbc|persistence|sql|transaction)", "r2dbc-(spi|proxy|postgresql)"),

	REDIS("spring-data-(redis|keyvalue|commons)", "spring-boot-(data-redis|data-commons|netty|persistence|transaction)",
			"spring-(oxm|tx)", "lettuce-core", "netty-.+", "reactor-core", "reactive-streams"),

	KAFKA("spring-(kafka|messaging|tx)", "spring-boot-(kafka|persistence|transaction)", "kafka-clients"),

	GRPC("grpc-(api|context|core|inprocess|stub|util)", "guava", "failureaccess", "perfmark-api"),

	GRAPHQL("spring-graphql", "graphql-java", "java-dataloader", "reactor-core", "reactive-streams"),

	BATCH("spring-batch-(core|infrastructure)", "spring-tx"),

	DEVTOOLS("spring-boot-devtools"),

	/** For programs of tests that wait, no part of an application. */
	AWAITILITY("awaitility", "hamcrest"),

	AGENT("opentelemetry-javaagent");

	private static final Path LIB = Path.of("target", "shapes-lib");

	private final Pattern names;

	Jars(String... names) {
		this.names = Pattern.compile("(" + String.join("|", names) + ")-\\d[^/]*\\.jar");
	}

	/**
	 * Return the jars of this part, of the tests' class path and of those copied beside
	 * it.
	 * @return the paths
	 */
	List<String> paths() {
		List<String> paths = Stream.concat(ofTests(), copied())
			.filter((path) -> this.names.matcher(Path.of(path).getFileName().toString()).matches())
			.toList();
		if (paths.isEmpty()) {
			throw new IllegalStateException(
					"No jar of " + this + ": run mvn generate-test-resources -pl autoconfigure");
		}
		return paths;
	}

	static String classPath(Collection<Jars> parts, Collection<String> directories) {
		List<String> paths = new ArrayList<>(directories);
		parts.stream()
			.filter((part) -> part != AGENT)
			.flatMap((part) -> part.paths().stream())
			.distinct()
			.forEach(paths::add);
		return String.join(File.pathSeparator, paths);
	}

	private static Stream<String> ofTests() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
	}

	private static Stream<String> copied() {
		if (!Files.isDirectory(LIB)) {
			return Stream.empty();
		}
		try (Stream<Path> files = Files.list(LIB)) {
			return files.map(Path::toAbsolutePath).map(Path::toString).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
