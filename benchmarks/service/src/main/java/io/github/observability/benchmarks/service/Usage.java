package io.github.observability.benchmarks.service;

/**
 * What the process has used so far.
 *
 * @param allocatedBytes bytes allocated by all threads that are alive
 * @param heapBytes bytes of the heap in use
 * @param threads number of threads
 */
record Usage(long allocatedBytes, long heapBytes, int threads) {

}
