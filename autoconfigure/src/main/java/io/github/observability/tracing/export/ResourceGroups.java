package io.github.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Lets the spans of a batch share the resource and the scope that they have in common.
 * OpenTelemetry's exporter groups spans by the identity of both, but Micrometer's span
 * filters copy the resource for each span, so that each span would be sent with a
 * resource of its own. They also rebuild the attributes at each read, of which there are
 * a dozen on the way to the exporter.
 */
final class ResourceGroups {

	private final Map<Resource, Resource> resources = new HashMap<>(4);

	private final Map<InstrumentationScopeInfo, InstrumentationScopeInfo> scopes = new HashMap<>(4);

	private ResourceGroups() {
	}

	static List<SpanData> share(Collection<SpanData> batch) {
		ResourceGroups groups = new ResourceGroups();
		List<SpanData> shared = new ArrayList<>(batch.size());
		for (SpanData span : batch) {
			shared.add(groups.shared(span));
		}
		return shared;
	}

	private SpanData shared(SpanData span) {
		return new SharingSpanData(span, first(this.resources, span.getResource()),
				first(this.scopes, span.getInstrumentationScopeInfo()));
	}

	private static <T> T first(Map<T, T> known, T value) {
		T first = known.putIfAbsent(value, value);
		return (first != null) ? first : value;
	}

	/** Reads once what the data of a span may rebuild at each call. */
	private static final class SharingSpanData extends DelegatingSpanData {

		private static final int UNKNOWN = -1;

		private final Resource resource;

		private final InstrumentationScopeInfo scope;

		private final Attributes attributes;

		/** Read on the thread that exports or on the one that learns of the delivery. */
		private volatile int attributeCount = UNKNOWN;

		SharingSpanData(SpanData data, Resource resource, InstrumentationScopeInfo scope) {
			super(data);
			this.resource = resource;
			this.scope = scope;
			this.attributes = data.getAttributes();
		}

		@Override
		public Resource getResource() {
			return this.resource;
		}

		@Override
		public InstrumentationScopeInfo getInstrumentationScopeInfo() {
			return this.scope;
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public int getTotalAttributeCount() {
			int count = this.attributeCount;
			if (count == UNKNOWN) {
				count = super.getTotalAttributeCount();
				this.attributeCount = count;
			}
			return count;
		}

	}

}
