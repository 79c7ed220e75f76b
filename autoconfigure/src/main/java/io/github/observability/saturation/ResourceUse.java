package io.github.observability.saturation;

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
 */
public record ResourceUse(String resource, @Nullable Double utilization, @Nullable Double saturation,
		@Nullable Long errors) {

	/**
	 * Fill what is not known from another reading of the same resource.
	 * @param other the other reading
	 * @return both readings combined
	 */
	ResourceUse or(ResourceUse other) {
		return new ResourceUse(this.resource, (this.utilization != null) ? this.utilization : other.utilization,
				(this.saturation != null) ? this.saturation : other.saturation,
				(this.errors != null) ? this.errors : other.errors);
	}

	boolean isEmpty() {
		return this.utilization == null && this.saturation == null && this.errors == null;
	}

}
