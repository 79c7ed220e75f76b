package io.github.observability.shapes;

import java.util.EnumSet;
import java.util.Set;

import io.github.observability.testing.Volume;

/**
 * The shapes that applications have.
 */
enum Shape {

	MVC("Spring MVC on Tomcat", mvc()),

	MVC_ON_JETTY("Spring MVC on Jetty", Setup.of(HelloApplication.class, Jars.MVC, Jars.JETTY)),

	VIRTUAL_THREADS("Spring MVC with virtual threads (JDK 21 and later)",
			mvc().arguments("--spring.threads.virtual.enabled=true").needsJdk(21)),

	LAZY_INITIALIZATION("Spring MVC with lazy initialization",
			mvc().arguments("--spring.main.lazy-initialization=true")),

	MANAGEMENT_PORT("Spring MVC with its own management port and base path",
			mvc().arguments("--management.server.port=0", "--management.endpoints.web.base-path=/manage")),

	SECURITY("Spring MVC behind Spring Security",
			Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.SECURITY)
				.arguments("--spring.security.user.name=rider", "--spring.security.user.password=secret")),

	HIERARCHY("Spring MVC in a child context", Setup.of(HierarchyApplication.class, Jars.MVC, Jars.TOMCAT)),

	// Boot gives the parent's registry the parent's handlers only, so that those of the
	// child are never asked.
	AUTO_CONFIGURED_HIERARCHY("Spring MVC in a child context of an auto-configured one",
			Setup.of(AutoConfiguredHierarchyApplication.class, Jars.MVC, Jars.TOMCAT).signals(Setup.Signals.BOOTS)),

	JDBC("Spring MVC with JDBC (H2, Hikari)", Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.JDBC)),

	KAFKA("Spring MVC with Spring for Apache Kafka",
			Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.KAFKA)),

	WEBFLUX("Spring WebFlux on Netty", Setup.of(HelloApplication.class, Jars.WEBFLUX)),

	OPENTELEMETRY_NAMES("Spring MVC with OpenTelemetry's conventions",
			mvc().arguments("--management.observations.conventions=opentelemetry")),

	WEBFLUX_OPENTELEMETRY_NAMES("Spring WebFlux with OpenTelemetry's conventions",
			Setup.of(HelloApplication.class, Jars.WEBFLUX)
				.arguments("--management.observations.conventions=opentelemetry")),

	WORKER("Worker without a web module", Setup.of(WorkerApplication.class).signals(Setup.Signals.NONE)),

	LOG4J2("Log4j2 instead of Logback",
			Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.LOG4J2)
				.plainLines("Logback is not the logging system")),

	OWN_LOGBACK_FILE("Custom `logback-spring.xml`",
			mvc().resources("own-logback").plainLines("the application's own file applies")),

	NO_LOGGING_SYSTEM("Logging system `none`",
			mvc().jvmOptions("-Dorg.springframework.boot.logging.LoggingSystem=none")
				.plainLines("Logback is not the logging system")),

	DEVTOOLS("Spring Boot devtools",
			Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.DEVTOOLS)
				.plainLines("the default with devtools")),

	JAVA_AGENT("OpenTelemetry Java agent",
			Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT, Jars.AGENT)
				.jvmOptions("-Dotel.traces.exporter=console", "-Dotel.metrics.exporter=none",
						"-Dotel.logs.exporter=none")
				.traces(Setup.Traces.AGENTS));

	/**
	 * One of each kind of application and of tracer. Tests of their own start Jetty and
	 * an own file of Logback.
	 */
	private static final Set<Shape> FEW = EnumSet.of(MVC, VIRTUAL_THREADS, WORKER);

	private final String description;

	private final Setup setup;

	Shape(String description, Setup setup) {
		this.description = description;
		this.setup = setup;
	}

	String description() {
		return this.description;
	}

	Setup setup() {
		return this.setup;
	}

	/**
	 * Return whether this is tried: all are in a full run and for the page, and of the
	 * others those that show the most.
	 * @return whether an application of this shape is started
	 */
	boolean isTried() {
		return this.setup.runs() && (Volume.isFull() || FEW.contains(this));
	}

	private static Setup mvc() {
		return Setup.of(HelloApplication.class, Jars.MVC, Jars.TOMCAT);
	}

}
