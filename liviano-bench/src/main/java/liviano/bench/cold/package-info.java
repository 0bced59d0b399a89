/**
 * Whole cold processes in turns: the command as its launcher starts it, and plain Java programs on
 * this library and on ONNX Runtime.
 */
package liviano.bench.cold;
