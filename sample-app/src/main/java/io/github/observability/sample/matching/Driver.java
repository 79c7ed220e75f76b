package io.github.observability.sample.matching;

record Driver(long id, String name) {

}
