package io.github.observability.sample.matching;

import io.github.observability.sample.City;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

class NoDriverException extends ErrorResponseException {

	NoDriverException(City city) {
		super(HttpStatus.CONFLICT,
				ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "No driver is free in " + city.label()), null);
	}

}
