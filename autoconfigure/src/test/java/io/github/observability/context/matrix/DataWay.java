package io.github.observability.context.matrix;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A way from a request to a database.
 */
enum DataWay {

	JDBC("JDBC, with datasource-micrometer on the class path"),

	R2DBC("R2DBC, with r2dbc-proxy on the class path"),

	REDIS("Redis, with Lettuce, `StringRedisTemplate`"),

	REDIS_REACTIVE("Redis, with Lettuce, `ReactiveStringRedisTemplate`");

	private final String description;

	DataWay(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

	boolean isRedis() {
		return this == REDIS || this == REDIS_REACTIVE;
	}

	boolean isReactive() {
		return this == R2DBC || this == REDIS_REACTIVE;
	}

	/** A parameter of statements, that no rule for secrets knows. */
	String parameter() {
		return "planted-" + name().toLowerCase();
	}

	String traceId(boolean failing) {
		return "0af7651916cd43dd8448eb21%08x".formatted(1 + ordinal() * 2 + (failing ? 1 : 0));
	}

	/**
	 * The names of the spans of one statement.
	 */
	Set<String> spans() {
		return switch (this) {
			case JDBC, R2DBC -> Set.of("query");
			case REDIS, REDIS_REACTIVE -> Set.of("set");
		};
	}

	Set<String> spansByPlainBoot() {
		return (this == JDBC) ? Set.of("connection", "query") : spans();
	}

	boolean toldByPlainBoot() {
		return true;
	}

	static String text(Set<String> spans, boolean told) {
		return spans.stream().sorted().map((name) -> "`" + name + "`").collect(Collectors.joining(", "))
				+ (told ? "; an error contains parameters" : "; no parameters");
	}

}
