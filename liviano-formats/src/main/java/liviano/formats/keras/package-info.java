/**
 * Keras models: the configuration that names their layers, in every dialect of it, and the files
 * that hold it with the weights: HDF5 files and {@code .keras} archives. The configuration is the
 * same in TensorFlow.js layers models.
 */
package liviano.formats.keras;
