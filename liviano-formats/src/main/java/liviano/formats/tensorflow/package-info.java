/**
 * TensorFlow graphs of version 1: frozen in a binary {@code .pb} file, or as the graph model of
 * TensorFlow.js.
 */
package liviano.formats.tensorflow;
