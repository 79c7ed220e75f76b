package io.github.observability.saturation;

import io.github.observability.saturation.forecast.Exhaustion;
import org.jspecify.annotations.Nullable;

/**
 * Utilization, saturation and errors of one resource, as in Brendan Gregg's USE method.
 *
 * @param resource the name of the resource, as in the tag {@code resource}
 * @param utilization the share in use, from 0 to 1; {@code null} if there is no limit
 * @param saturation the work that has to wait: for a pool the number of waiting tasks,
 * else the share of the time since the previous reading, from 0 to 1; {@code null} if it
 * is not known
 * @param errors the number of failures for lack of the resource since the start;
 * {@code null} if it is not known
 * @param exhaustion when it is exhausted; {@code null} while it does not fill up
 */
public record ResourceUse(String resource, @Nullable Double utilization, @Nullable Double saturation,
		@Nullable Long errors, @Nullable Exhaustion exhaustion) {

	/**
	 * Create an instance of a resource of which nothing is foreseen.
	 * @param resource the name of the resource
	 * @param utilization the share in use, from 0 to 1; {@code null} if there is no limit
	 * @param saturation the work that has to wait; {@code null} if it is not known
	 * @param errors the number of failures for lack of the resource; {@code null} if it
	 * is not known
	 */
	public ResourceUse(String resource, @Nullable Double utilization, @Nullable Double saturation,
			@Nullable Long errors) {
		this(resource, utilization, saturation, errors, null);
	}

	/**
	 * Fill what is not known from another reading of the same resource.
	 * @param other the other reading
	 * @return both readings combined
	 */
	ResourceUse or(ResourceUse other) {
		return new ResourceUse(this.resource, (this.utilization != null) ? this.utilization : other.utilization,
				(this.saturation != null) ? this.saturation : other.saturation,
				(this.errors != null) ? this.errors : other.errors, this.exhaustion);
	}

	ResourceUse with(@Nullable Exhaustion exhaustion) {
		return new ResourceUse(this.resource, this.utilization, this.saturation, this.errors, exhaustion);
	}

	boolean isEmpty() {
		return this.utilization == null && this.saturation == null && this.errors == null;
	}

}
