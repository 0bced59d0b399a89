/** TensorFlow.js graph models: their file, their shards, and the networks in them. */
package liviano.formats.tfjs;
