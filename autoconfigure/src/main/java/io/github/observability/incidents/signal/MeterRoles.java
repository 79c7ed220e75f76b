package io.github.observability.incidents.signal;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.HttpNames;
import io.github.observability.RecordedNames;
import io.github.observability.incidents.signal.Subject.Type;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What meters stand for, by their names. Each timer of work that the service does or has
 * others do is about a subject, which its tags name.
 */
final class MeterRoles {

	private static final String NONE = "none";

	private final String served;

	private final String method;

	private final String route;

	private final Map<String, Role> roles = new LinkedHashMap<>();

	/**
	 * Create the roles.
	 * @param names the names by which requests are recorded
	 */
	MeterRoles(RecordedNames names) {
		HttpNames server = names.server();
		this.served = server.requests();
		this.method = server.method();
		this.route = server.route();
		dependency("jdbc.query", "database ", "jdbc.datasource.name");
		dependency("mongodb.driver.commands", "mongodb ", "server.address", "cluster.id");
		dependency("lettuce.command.completion", "redis ", "remote");
		dependency("spring.kafka.template", "kafka ", "spring.kafka.template.name");
		dependency("spring.rabbit.template", "rabbit ", "spring.rabbit.template.name");
		dependency("jms.message.publish", "jms ", "messaging.destination.name");
		dependency("grpc.client", "grpc ", "rpc.service");
		work("spring.kafka.listener", "kafka ", "spring.kafka.listener.id");
		work("spring.rabbit.listener", "rabbit ", "spring.rabbit.listener.id");
		work("jms.message.process", "jms ", "messaging.destination.name");
		work("tasks.scheduled.execution", "", "code.function");
		work("quartz.job", "", "code.function");
		work("spring.batch.job", "batch ", "spring.batch.job.name");
		work("grpc.server", "grpc ", "rpc.service");
		sent(names.client());
		sent(names.webClient());
	}

	private void sent(HttpNames client) {
		String peer = client.peer();
		if (peer != null) {
			dependency(client.requests(), "", peer);
		}
	}

	private void dependency(String name, String prefix, String... tags) {
		this.roles.put(name, new Role(Type.DEPENDENCY, prefix, tags));
	}

	private void work(String name, String prefix, String... tags) {
		this.roles.put(name, new Role(Type.WORK, prefix, tags));
	}

	boolean isServed(Meter.Id id) {
		return id.getName().equals(this.served);
	}

	/**
	 * Return what a timer is about.
	 * @param id the id of the timer
	 * @return the subject, {@code null} if the timer has no role
	 */
	@Nullable Subject subject(Meter.Id id) {
		if (isServed(id)) {
			return new Subject(Type.ROUTE, tag(id, this.method, "") + " " + tag(id, this.route, "unknown"));
		}
		Role role = this.roles.get(id.getName());
		return (role != null) ? role.subject(id) : null;
	}

	private static String tag(Meter.Id id, String key, String absent) {
		String value = id.getTag(key);
		return (value == null || value.equals(NONE)) ? absent : value;
	}

	/**
	 * The role of a timer.
	 *
	 * @param type the type of its subject
	 * @param prefix what the name of the subject begins with
	 * @param tags the tags that name the subject, the first present one counts
	 */
	private record Role(Type type, String prefix, String... tags) {

		@Nullable Subject subject(Meter.Id id) {
			for (String each : this.tags) {
				String value = tag(id, each, "");
				if (!value.isEmpty()) {
					return new Subject(this.type, this.prefix + value);
				}
			}
			return this.prefix.isEmpty() ? null : new Subject(this.type, this.prefix.strip());
		}

	}

}
