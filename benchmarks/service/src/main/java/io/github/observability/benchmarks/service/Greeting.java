package io.github.observability.benchmarks.service;

/**
 * What the service answers.
 *
 * @param id number of the answer
 * @param text the greeting
 */
record Greeting(long id, String text) {

}
