/** The verb {@code spark}: answers about many pictures as a table, for those without a program. */
package liviano.spark.cli;
