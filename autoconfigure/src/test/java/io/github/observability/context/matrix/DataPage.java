package io.github.observability.context.matrix;

/**
 * The part of the page of the context that is about databases.
 */
final class DataPage {

	private static final String INTRODUCTION = """

			## Data

			Statements are spans of the request that they are for: through `datasource-micrometer-spring-boot`, which you \
			add, for JDBC, and through Boot's own observations, which need nothing but `r2dbc-proxy` for R2DBC, and Lettuce \
			for Redis. Of JDBC only queries are spans; `jdbc.includes` of yours brings those of connections, result sets \
			and generated keys back. The text of a statement is on its span as you wrote it, its parameters are not: \
			neither as attributes, which all three libraries leave out unless told otherwise, nor in what the database \
			says about a failure ([tracing](tracing.md#attributes)). What you write into the text itself is no parameter.

			Switches are those of the libraries: `jdbc.datasource-proxy.enabled=false` for JDBC, \
			`management.observations.enable.lettuce=false` for Redis. Observations of R2DBC have no name when Boot asks \
			whether they are wanted, so for them it takes `spring.autoconfigure.exclude` with \
			`org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration`.

			The spans of one statement as they are exported, on PostgreSQL and a Redis server:

			| Way | Plain Boot | Starter |
			| --- | --- | --- |
			""";

	private DataPage() {
	}

	static String render() {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (DataWay way : DataWay.values()) {
			page.append("| %s | %s | %s |%n".formatted(way.description(),
					DataWay.text(way.spansByPlainBoot(), way.toldByPlainBoot()), DataWay.text(way.spans(), false)));
		}
		return page.toString();
	}

}
