package io.github.observability.profiling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes stacks as one HTML file. It loads nothing, and its policy forbids to: only the
 * script and the style that are part of it are allowed, by their hashes. Names of frames
 * are data that the script shows as text.
 */
final class FlameGraph {

	/** Narrower frames cannot be seen before somebody zooms far into them. */
	private static final double MIN_SHARE = 0.0001;

	private static final String SCRIPT = resource("flamegraph.js");

	private static final String STYLE = resource("flamegraph.css");

	private static final String PAGE = resource("flamegraph.html").replace("{script-hash}", hash(SCRIPT))
		.replace("{style-hash}", hash(STYLE))
		.replace("{script}", SCRIPT)
		.replace("{style}", STYLE);

	private final Map<String, Integer> names = new LinkedHashMap<>();

	private final StringBuilder nodes = new StringBuilder();

	private FlameGraph() {
	}

	/**
	 * Write a page.
	 * @param stacks the stacks
	 * @param title what it shows, as text
	 * @param unit the unit of the weights
	 * @return the page
	 */
	static String render(Stacks stacks, String title, String unit) {
		FlameGraph graph = new FlameGraph();
		graph.write(stacks.root(), Math.max(1, (long) (stacks.root().total() * MIN_SHARE)));
		StringBuilder data = new StringBuilder("{\"title\":");
		quote(title, data);
		data.append(",\"unit\":");
		quote(unit, data);
		data.append(",\"names\":[");
		for (String name : graph.names.keySet()) {
			quote(name, data);
			data.append(',');
		}
		data.setLength(data.length() - 1);
		data.append("],\"root\":").append(graph.nodes).append('}');
		int at = PAGE.indexOf("{data}");
		return PAGE.substring(0, at) + data + PAGE.substring(at + "{data}".length());
	}

	/** A node is its name, its weight and its children, the heaviest first. */
	private void write(Stacks.Node node, long least) {
		this.nodes.append('[').append(this.names.computeIfAbsent(node.name(), (name) -> this.names.size()));
		this.nodes.append(',').append(node.total()).append(",[");
		List<Stacks.Node> children = node.children()
			.values()
			.stream()
			.filter((child) -> child.total() >= least)
			.sorted(Comparator.comparingLong(Stacks.Node::total).reversed())
			.toList();
		for (int i = 0; i < children.size(); i++) {
			if (i > 0) {
				this.nodes.append(',');
			}
			write(children.get(i), least);
		}
		this.nodes.append("]]");
	}

	/** Neither HTML nor JSON may read a name as anything but text. */
	private static void quote(String text, StringBuilder json) {
		json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~' || "\"\\<>&'".indexOf(c) >= 0) {
				json.append("\\u").append(String.format("%04x", (int) c));
			}
			else {
				json.append(c);
			}
		}
		json.append('"');
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String resource(String name) {
		try (InputStream stream = FlameGraph.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("The archive lacks " + name);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
