package io.github.observability.tracing.sampling;

/**
 * Tells how much of tracing is done at the moment. A bean of this type is asked whenever
 * a span starts or ends and whenever an exemplar may be taken, so its methods must
 * neither block nor throw. For features of the starter; an application sets probabilities
 * by properties.
 */
public interface TracingReduction {

	/**
	 * Nothing is left out.
	 */
	TracingReduction NONE = new TracingReduction() {

		@Override
		public boolean isWithoutExemplars() {
			return false;
		}

		@Override
		public boolean isRootsOnly() {
			return false;
		}

		@Override
		public double headFactor() {
			return 1;
		}

	};

	/**
	 * Whether no exemplars are taken.
	 * @return whether there are none
	 */
	boolean isWithoutExemplars();

	/**
	 * Whether only the local root of a trace that is not sampled is recorded, so that
	 * errors are exported, but neither their children nor slow traces.
	 * @return whether all other spans of such a trace are left out
	 */
	boolean isRootsOnly();

	/**
	 * Return the factor for the probability of traces that start here.
	 * @return the factor, from 0 to 1
	 */
	double headFactor();

}
