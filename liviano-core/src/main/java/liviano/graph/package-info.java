/**
 * What is computed: immutable records, with no weights and no behaviour. Shapes are per sample;
 * batch and input size are options of compiling.
 */
package liviano.graph;
