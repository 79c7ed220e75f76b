package io.github.observability.cost.advice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a tool found out about which metrics are read. These files are known:
 * <ul>
 * <li>{@code metrics-in-grafana.json} and {@code metrics-in-ruler.json} of
 * {@code mimirtool analyze}: the field {@code metricsUsed}</li>
 * <li>{@code prometheus-metrics.json} of {@code mimirtool analyze prometheus}:
 * {@code in_use_metric_counts} and {@code additional_metric_counts}</li>
 * <li>{@code /api/v1/metrics} of Perses' metrics-usage: metrics by name, with
 * {@code usage} if they are read</li>
 * <li>{@code /api/ghosts} of Cardamon: the metrics that nobody reads</li>
 * <li>a list of names, which are read</li>
 * </ul>
 *
 * @param used metrics that are read
 * @param unread metrics that are not read
 */
public record UsedMetrics(Set<String> used, Set<String> unread) {

	/** Bytes of a file that are read at most. */
	public static final long MOST_BYTES = 16 * 1024 * 1024;

	private static final int MOST_NAMES = 200_000;

	private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]{0,499}");

	/**
	 * Whether a meter is read. What the file does not know counts as read where it lists
	 * what is not read, as it may have come later.
	 * @param metrics the names that its metrics may have in Prometheus
	 * @param samples the names that its samples have
	 * @return whether it is read
	 */
	public boolean isRead(Collection<String> metrics, Collection<String> samples) {
		if (metrics.stream().anyMatch(this.used::contains)) {
			return true;
		}
		if (this.unread.isEmpty()) {
			return false;
		}
		return this.used.isEmpty() ? !this.unread.containsAll(samples)
				: samples.stream().noneMatch(this.unread::contains);
	}

	/**
	 * Read a file.
	 * @param file the file
	 * @return what it says
	 * @throws IOException if it cannot be read or is not such a file; the message is one
	 * clause
	 */
	public static UsedMetrics read(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IOException("it is not a file");
		}
		long size = Files.size(file);
		if (size > MOST_BYTES) {
			throw new IOException("it has " + size + " bytes, of which at most " + MOST_BYTES + " are read");
		}
		try (InputStream stream = Files.newInputStream(file);
				JsonParser parser = JsonMapper.builder().build().createParser(stream)) {
			UsedMetrics metrics = new UsedMetrics(new HashSet<>(), new HashSet<>());
			JsonToken first = parser.nextToken();
			if (first == JsonToken.START_OBJECT) {
				metrics.readObject(parser);
			}
			else if (first == JsonToken.START_ARRAY) {
				metrics.readArray(parser);
			}
			if (metrics.used.isEmpty() && metrics.unread.isEmpty()) {
				throw new IOException("it names no metric in a form that is known");
			}
			return metrics;
		}
		catch (JacksonException ex) {
			throw new IOException("it is not valid JSON at line " + line(ex), ex);
		}
	}

	private static int line(JacksonException failure) {
		return (failure.getLocation() != null) ? failure.getLocation().getLineNr() : 1;
	}

	private void readObject(JsonParser parser) throws IOException {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if (name.equals("metricsUsed") && value == JsonToken.START_ARRAY) {
				readArray(parser);
			}
			else if (name.equals("in_use_metric_counts") && value == JsonToken.START_ARRAY) {
				readCounts(parser, this.used);
			}
			else if (name.equals("additional_metric_counts") && value == JsonToken.START_ARRAY) {
				readCounts(parser, this.unread);
			}
			else if (value == JsonToken.START_OBJECT) {
				add(name, hasUsage(parser) ? this.used : this.unread);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/** Names that are read, or objects of what is not. */
	private void readArray(JsonParser parser) throws IOException {
		for (JsonToken token = parser.nextToken(); token != null
				&& token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token == JsonToken.VALUE_STRING) {
				add(parser.getString(), this.used);
			}
			else if (token == JsonToken.START_OBJECT) {
				readName(parser, "name", this.unread);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void readCounts(JsonParser parser, Set<String> names) throws IOException {
		for (JsonToken token = parser.nextToken(); token != null
				&& token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token == JsonToken.START_OBJECT) {
				readName(parser, "metric", names);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void readName(JsonParser parser, String field, Set<String> names) throws IOException {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean wanted = parser.currentName().equals(field);
			if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
				add(parser.getString(), names);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/** The usage of a metric, or an entry that is nothing but its usage. */
	private static boolean hasUsage(JsonParser parser) {
		boolean used = false;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			boolean usage = name.equals("usage") && value == JsonToken.START_OBJECT;
			boolean readers = (name.equals("dashboards") || name.equals("recordingRules") || name.equals("alertRules"))
					&& value == JsonToken.START_ARRAY;
			used |= usage || readers;
			parser.skipChildren();
		}
		return used;
	}

	private void add(String name, Set<String> names) throws IOException {
		if (NAME.matcher(name).matches()) {
			if (this.used.size() + this.unread.size() >= MOST_NAMES) {
				throw new IOException("it names more than " + MOST_NAMES + " metrics");
			}
			names.add(name);
		}
	}

}
