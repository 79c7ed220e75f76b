package io.github.observability.tracing.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * {@link SpanData} with another name, other attributes, events, links or another status
 * than the span was recorded with.
 */
public final class ReplacedSpanData extends DelegatingSpanData {

	private final String name;

	private final Attributes attributes;

	private final List<EventData> events;

	private final List<LinkData> links;

	private final StatusData status;

	/**
	 * Create the data of a span.
	 * @param data the data as it was recorded
	 * @param name the name
	 * @param attributes the attributes
	 * @param events the events
	 * @param links the links to other spans
	 * @param status the status
	 */
	public ReplacedSpanData(SpanData data, String name, Attributes attributes, List<EventData> events,
			List<LinkData> links, StatusData status) {
		super(data);
		this.name = name;
		this.attributes = attributes;
		this.events = events;
		this.links = links;
		this.status = status;
	}

	ReplacedSpanData(SpanData data, String name, Attributes attributes, List<EventData> events, StatusData status) {
		this(data, name, attributes, events, data.getLinks(), status);
	}

	ReplacedSpanData(SpanData data, String name, Attributes attributes) {
		this(data, name, attributes, data.getEvents(), data.getStatus());
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	/** The number of attributes that were dropped stays. */
	@Override
	public int getTotalAttributeCount() {
		return super.getTotalAttributeCount() + this.attributes.size() - super.getAttributes().size();
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

	@Override
	public StatusData getStatus() {
		return this.status;
	}

}
