package io.github.observability.golden;

/**
 * Protocols that report a failure as a status, while the request that uses them is
 * answered with 200.
 */
enum ChaosProtocol {

	GRPC("/work/grpc", "grpc.server", "grpc.status_code", "INTERNAL", 3),

	GRAPHQL("/graphql", "graphql.request", "graphql.outcome", "INTERNAL_ERROR", 2),

	BATCH("/work/batch", "spring.batch.job", "spring.batch.job.status", "FAILED", 3);

	private final String path;

	private final String observation;

	private final String key;

	private final String failure;

	private final int spans;

	ChaosProtocol(String path, String observation, String key, String failure, int spans) {
		this.path = path;
		this.observation = observation;
		this.key = key;
		this.failure = failure;
		this.spans = spans;
	}

	/**
	 * The path of a request whose work fails, which is its route, too.
	 */
	String path() {
		return this.path;
	}

	String observation() {
		return this.observation;
	}

	/**
	 * The key of the status.
	 */
	String key() {
		return this.key;
	}

	/**
	 * The status of work that fails.
	 */
	String failure() {
		return this.failure;
	}

	/**
	 * How many spans the trace of a request has at least.
	 */
	int spans() {
		return this.spans;
	}

}
