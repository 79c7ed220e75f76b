package io.github.observability.incidents.diagnosability;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.observability.HttpNames;
import io.github.observability.JvmNames;
import io.github.observability.RecordedNames;
import org.jspecify.annotations.Nullable;

/**
 * What signals are read from, and what an application does to have it.
 */
enum SignalSource {

	SERVED((names) -> List.of(names.server().requests()),
			"Serve requests through Spring MVC or WebFlux, whose observations Boot records."),

	WORK(List.of("spring.kafka.listener", "spring.rabbit.listener", "jms.message.process", "tasks.scheduled.execution",
			"quartz.job", "spring.batch.job", "grpc.server"),
			"Observe the listeners, as by 'spring.kafka.listener.observation-enabled=true', or run the work as a "
					+ "scheduled task."),

	DATABASE(List.of("jdbc.query", "mongodb.driver.commands"),
			"Add 'net.ttddyy.observation:datasource-micrometer-spring-boot', which records each statement."),

	CLIENT((names) -> Stream.of(names.client(), names.webClient()).map(HttpNames::requests).distinct().toList(),
			"Build clients with Boot's RestClient.Builder, RestTemplateBuilder or WebClient.Builder."),

	CACHE(List.of("lettuce.command.completion"), "Let Boot configure Lettuce, whose commands it records."),

	MESSAGES(List.of("spring.kafka.template", "spring.rabbit.template", "jms.message.publish"),
			"Observe what is sent, as by 'spring.kafka.template.observation-enabled=true'."),

	CONNECTION_POOL(List.of("hikaricp.connections.acquire"), List.of("jdbc."),
			List.of("hikaricp.connections", "jdbc.connections.max"),
			"Declare the pool as a DataSource bean, and leave 'observability.saturation.enabled' on."),

	SERVER_THREADS(List.of(), List.of("tomcat.threads", "jetty.threads", "server.threads"),
			List.of("tomcat.threads.busy", "jetty.threads.busy"),
			"Leave 'observability.saturation.enabled' on; with virtual threads there is no limit to read."),

	HEAP(List.of(), List.of("heap"), List.of("observability.saturation"),
			"Leave 'observability.saturation.enabled' on; the heap is read after the first collection."),

	COLLECTIONS(List.of(JvmNames.GC_PAUSE), "Leave Boot's binder of the virtual machine on."),

	CPU(List.of("process.cpu.usage", "jvm.cpu.recent_utilization"), "Leave Boot's binder of the processor on."),

	QUOTA(List.of("observability.saturation.cpu.throttled"),
			"Run on Linux with a CPU quota, and leave 'observability.saturation.enabled' on."),

	RUN_QUEUE(List.of("observability.saturation.run.queue.wait"),
			"Run on Linux, and leave 'observability.saturation.enabled' on."),

	THREADS(List.of("jvm.threads.states", "jvm.thread.count"), "Leave Boot's binder of threads on."),

	LOG(List.of("logback.events", "log4j2.events"), "Leave Boot's binder of the logging system on."),

	EXCEPTIONS((names) -> Stream.concat(SERVED.meters(names).stream(), WORK.meters(names).stream()).toList(),
			"Serve requests through Spring MVC or WebFlux, or observe the listeners."),

	FEATURE_FLAGS(List.of(), "Report each switch through the bean ChangeReporter."),

	POOL_SIZE(List.of("hikaricp.connections.max", "jdbc.connections.max"),
			"Declare the pool as a DataSource bean, whose size Boot records.");

	private static final String SATURATION = "observability.saturation";

	private final Function<RecordedNames, List<String>> meters;

	private final List<String> resources;

	private final List<String> signs;

	private final String how;

	SignalSource(List<String> meters, String how) {
		this((names) -> meters, how);
	}

	SignalSource(Function<RecordedNames, List<String>> meters, String how) {
		this.meters = meters;
		this.resources = List.of();
		this.signs = List.of();
		this.how = how;
	}

	/**
	 * Create a source that is a limited resource.
	 * @param meters meters each of which will do instead
	 * @param resources what its name begins with
	 * @param signs meters that show that there is such a resource, where its name is not
	 * known
	 * @param how what an application does to have it
	 */
	SignalSource(List<String> meters, List<String> resources, List<String> signs, String how) {
		this.meters = (names) -> meters;
		this.resources = resources;
		this.signs = signs;
		this.how = how;
	}

	/**
	 * Return the meters of which one is enough.
	 */
	List<String> meters(RecordedNames names) {
		List<String> own = this.meters.apply(names);
		return this.resources.isEmpty() ? own : Stream.concat(Stream.of(SATURATION), own.stream()).toList();
	}

	String how() {
		return this.how;
	}

	boolean isIn(Recorded recorded) {
		if (this == FEATURE_FLAGS) {
			return recorded.changes().contains("feature_flag");
		}
		return this.meters.apply(recorded.names()).stream().anyMatch(recorded.meters()::contains)
				|| this.resources.stream().anyMatch((prefix) -> hasResource(recorded, prefix));
	}

	private boolean hasResource(Recorded recorded, String prefix) {
		Set<String> known = recorded.resources();
		return (known != null) ? known.stream().anyMatch((name) -> name.startsWith(prefix))
				: recorded.meters().contains(SATURATION) && this.signs.stream().anyMatch(recorded.meters()::contains);
	}

	/**
	 * Whether a resource of that name is this one.
	 */
	boolean isResource(String name) {
		return this.resources.stream().anyMatch(name::startsWith);
	}

	/**
	 * What an application records.
	 *
	 * @param meters the names of its meters
	 * @param resources the names of its limited resources, {@code null} if they are not
	 * known
	 * @param changes the types of the changes that it has reported, in lower case
	 * @param names the names of the meters of HTTP
	 */
	record Recorded(Set<String> meters, @Nullable Set<String> resources, Set<String> changes, RecordedNames names) {

	}

}
