package io.github.observability.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

/** Maps failures of downstream roles and of the database to problem details. */
@RestControllerAdvice
class DownstreamFailures {

	private static final Logger logger = LoggerFactory.getLogger(DownstreamFailures.class);

	@ExceptionHandler
	ProblemDetail conflict(HttpClientErrorException.Conflict ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "No driver is free");
	}

	@ExceptionHandler
	ProblemDetail failed(HttpServerErrorException ex) {
		logger.warn("A downstream role responded with {}", ex.getStatusCode().value());
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "A downstream role failed");
	}

	@ExceptionHandler
	ProblemDetail unreachable(ResourceAccessException ex) {
		logger.warn("A downstream role is unreachable", ex);
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "A downstream role is unreachable");
	}

	@ExceptionHandler
	ProblemDetail noConnection(CannotGetJdbcConnectionException ex) {
		logger.warn("No database connection is available", ex);
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The database is busy");
	}

}
