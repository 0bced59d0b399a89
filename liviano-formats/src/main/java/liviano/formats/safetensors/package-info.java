/** Models in safetensors files: our own, and checkpoints known by the names of their tensors. */
package liviano.formats.safetensors;
