package io.github.observability.saturation;

import org.jspecify.annotations.Nullable;

/**
 * Utilisation, saturation and errors of one resource, after Brendan Gregg's USE method.
 *
 * @param resource name of the resource, as in the tag {@code resource}
 * @param utilisation share in use, from 0 to 1; {@code null} if it has no limit
 * @param saturation work that had to wait: how many wait right now for a pool, else the
 * share of the time since the reading before, from 0 to 1; {@code null} if it is not
 * known
 * @param errors what failed for want of the resource since the start; {@code null} if it
 * is not known
 */
public record ResourceUse(String resource, @Nullable Double utilisation, @Nullable Double saturation,
		@Nullable Long errors) {

	/**
	 * Return this with what is not known taken from another reading of the same resource.
	 * @param other the other reading
	 * @return both in one
	 */
	ResourceUse or(ResourceUse other) {
		return new ResourceUse(this.resource, (this.utilisation != null) ? this.utilisation : other.utilisation,
				(this.saturation != null) ? this.saturation : other.saturation,
				(this.errors != null) ? this.errors : other.errors);
	}

	boolean isEmpty() {
		return this.utilisation == null && this.saturation == null && this.errors == null;
	}

}
