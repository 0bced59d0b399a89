/**
 * The side-by-side: Liviano and other engines, each in a process of its own, timed in turns. {@link
 * liviano.bench.beside.Bench} is what the command calls.
 */
package liviano.bench.beside;
