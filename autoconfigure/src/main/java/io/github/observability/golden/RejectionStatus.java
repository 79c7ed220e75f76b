package io.github.observability.golden;

import org.springframework.http.HttpStatus;

/**
 * Statuses with which a request is rejected before anybody looks for a handler.
 */
final class RejectionStatus {

	private RejectionStatus() {
	}

	static boolean contains(int status) {
		return status == HttpStatus.UNAUTHORIZED.value() || status == HttpStatus.FORBIDDEN.value();
	}

}
