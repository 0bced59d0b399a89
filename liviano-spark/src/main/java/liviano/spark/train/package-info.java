/**
 * Workers of a training on Spark's executors: Spark places them, starts them all at the same time
 * and notices what is lost; what they compute is {@code liviano.train}'s.
 */
package liviano.spark.train;
