package io.github.observability.slo.cause;

import java.time.Instant;

/**
 * A bad event of an objective.
 *
 * @param time when it ended
 * @param slo the name of the objective
 * @param route the method and route of the request
 * @param cause the dependency that its spans show as the cause, or {@code self}
 * @param traceId the id of its trace
 */
public record BadEvent(Instant time, String slo, String route, String cause, String traceId) {

}
