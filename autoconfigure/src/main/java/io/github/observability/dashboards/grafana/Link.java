package io.github.observability.dashboards.grafana;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link of a dashboard or of a series.
 *
 * @param title its text
 * @param url where it leads
 */
public record Link(String title, String url) {

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]+}");

	/**
	 * Return a link to traces of the chosen application.
	 * @return the link
	 */
	public static Link traces() {
		return explore("Traces", DataSource.TRACES, "\"queryType\":\"traceql\",\"query\":\"%s\"",
				"{resource.service.name=\\\"${application:percentencode}\\\"}");
	}

	/**
	 * Return a link to traces of the chosen application that failed.
	 * @return the link
	 */
	public static Link failedTraces() {
		return explore("Failed traces", DataSource.TRACES, "\"queryType\":\"traceql\",\"query\":\"%s\"",
				"{resource.service.name=\\\"${application:percentencode}\\\" && status=error}");
	}

	/**
	 * Return a link to log lines of the chosen application.
	 * @return the link
	 */
	public static Link logs() {
		return explore("Log lines", DataSource.LOGS, "\"queryType\":\"range\",\"expr\":\"%s\"",
				"{service_name=\\\"${application:percentencode}\\\"}");
	}

	/**
	 * Return a link to the CPU profile of the chosen application.
	 * @return the link
	 */
	public static Link profiles() {
		return explore("Profiles", DataSource.PROFILES,
				"\"queryType\":\"profile\",\"profileTypeId\":\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\","
						+ "\"labelSelector\":\"%s\"",
				"{service_name=\\\"${application:percentencode}\\\"}");
	}

	private static Link explore(String title, DataSource dataSource, String query, String selector) {
		String uid = dataSource.variable();
		String panes = "{\"a\":{\"datasource\":\"" + uid
				+ "\",\"queries\":[{\"refId\":\"A\",\"datasource\":{\"type\":\"" + dataSource.plugin() + "\",\"uid\":\""
				+ uid + "\"}," + query.formatted(selector)
				+ "}],\"range\":{\"from\":\"${__from}\",\"to\":\"${__to}\"}}}";
		return new Link(title, "/explore?schemaVersion=1&panes=" + encoded(panes));
	}

	/**
	 * Encode all but variables, which Grafana looks for before it decodes anything.
	 */
	private static String encoded(String text) {
		StringBuilder encoded = new StringBuilder();
		Matcher variable = VARIABLE.matcher(text);
		int from = 0;
		while (variable.find()) {
			encoded.append(encodedPart(text.substring(from, variable.start()))).append(variable.group());
			from = variable.end();
		}
		return encoded.append(encodedPart(text.substring(from))).toString();
	}

	private static String encodedPart(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
