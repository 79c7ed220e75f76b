package io.github.observability.context.matrix;

/**
 * The section about databases on the context page.
 */
final class DataPage {

	private static final String INTRODUCTION = """

			## Data

			Each statement is a span in the trace of its request:

			| Access | Spans through |
			| --- | --- |
			| JDBC | `datasource-micrometer-spring-boot`, which you add |
			| R2DBC | Boot's observation, if `r2dbc-proxy` is present |
			| Redis | Boot's observation of Lettuce |

			For JDBC, only queries have spans. Set `jdbc.includes` to add connections, result sets and generated keys.

			The span contains the text of the statement as you wrote it, without its parameters. The libraries omit \
			the parameters, and the starter removes them from the error messages of databases \
			([tracing](tracing.md#attributes)). Values that you concatenate into the text do not count as parameters.

			To turn these spans off, use the libraries' own properties: `jdbc.datasource-proxy.enabled=false` for JDBC \
			and `management.observations.enable.lettuce=false` for Redis. R2DBC has no such property; exclude \
			`org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration` with \
			`spring.autoconfigure.exclude`.

			The following table shows the exported spans of one statement, on PostgreSQL and Redis:

			| Access | Plain Boot | Starter |
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
