/** NumPy arrays, and the DeepLab checkpoints that are folders of them. */
package liviano.formats.npy;
