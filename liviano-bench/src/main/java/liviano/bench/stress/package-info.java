/** Runs networks drawn at random from many threads, to see whether bits or processes break. */
package liviano.bench.stress;
