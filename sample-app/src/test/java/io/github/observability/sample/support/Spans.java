package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;

/** Spans with short ids, for tests of what reads them. */
final class Spans {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final int LOCAL_PARENT = 0x101;

	private static final int REMOTE_PARENT = 0x301;

	private Spans() {
	}

	static ReceivedSpan root(String id, String name) {
		return span(id, "", name, LOCAL_PARENT);
	}

	static ReceivedSpan child(String id, String parentId, String name) {
		return span(id, parentId, name, LOCAL_PARENT);
	}

	static ReceivedSpan remoteChild(String id, String parentId, String name) {
		return span(id, parentId, name, REMOTE_PARENT);
	}

	static ReceivedSpan span(String id, String parentId, String name, int flags) {
		return new ReceivedSpan(TRACE_ID, id, parentId, name, ReceivedSpan.Kind.INTERNAL, 1_000_000, 3_500_000,
				ReceivedSpan.Status.UNSET, Map.of(), Map.of("service.name", "rides"), List.of(), flags);
	}

}
