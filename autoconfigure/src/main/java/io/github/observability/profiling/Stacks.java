package io.github.observability.profiling;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tree of stacks with their weights. Past a bound, frames that are new are left out and
 * their weight counts for the caller, so that totals stay exact.
 */
final class Stacks {

	/** Frames below are left out, as those of a recursion without end. */
	private static final int MAX_DEPTH = 512;

	private final int maxNodes;

	private final Map<String, String> names = new HashMap<>();

	private final Node root = new Node("all");

	private int nodes = 1;

	private long samples;

	private long cut;

	Stacks(int maxNodes) {
		this.maxNodes = maxNodes;
	}

	Node root() {
		return this.root;
	}

	/**
	 * Return how many stacks were added.
	 */
	long samples() {
		return this.samples;
	}

	/**
	 * Return how many stacks were cut for lack of room.
	 */
	long cut() {
		return this.cut;
	}

	/**
	 * Add a stack.
	 * @param frames its frames, the root first
	 * @param weight what it weighs, above 0
	 */
	void add(List<String> frames, long weight) {
		this.samples++;
		Node node = this.root;
		node.total += weight;
		Iterator<String> rest = frames.iterator();
		for (int depth = 0; depth < MAX_DEPTH && rest.hasNext(); depth++) {
			Node child = child(node, rest.next());
			if (child == null) {
				this.cut++;
				break;
			}
			node = child;
			node.total += weight;
		}
		node.self += weight;
	}

	private @Nullable Node child(Node node, String frame) {
		Node child = node.children.get(frame);
		if (child == null && this.nodes < this.maxNodes) {
			this.nodes++;
			String name = this.names.computeIfAbsent(frame, (same) -> same);
			child = new Node(name);
			node.children.put(name, child);
		}
		return child;
	}

	/**
	 * Write a line for each stack. The space and semicolon that a frame may have do not
	 * take a line apart.
	 * @return the lines, each with a stack and its weight
	 */
	String collapsed() {
		StringBuilder text = new StringBuilder();
		for (Node child : this.root.children.values()) {
			collapse(child, "", text);
		}
		if (this.root.self > 0) {
			text.append("[unknown] ").append(this.root.self).append('\n');
		}
		return text.toString();
	}

	private static void collapse(Node node, String callers, StringBuilder text) {
		String stack = callers + plain(node.name);
		if (node.self > 0) {
			text.append(stack).append(' ').append(node.self).append('\n');
		}
		for (Node child : node.children.values()) {
			collapse(child, stack + ";", text);
		}
	}

	private static String plain(String name) {
		return name.replace(';', ',').replace('\n', ' ').replace('\r', ' ');
	}

	/**
	 * A frame with the frames that it calls.
	 */
	static final class Node {

		private final String name;

		private final Map<String, Node> children = new LinkedHashMap<>(2);

		private long total;

		private long self;

		private Node(String name) {
			this.name = name;
		}

		String name() {
			return this.name;
		}

		Map<String, Node> children() {
			return this.children;
		}

		long total() {
			return this.total;
		}

	}

}
