package liviano.formats.pytorch;

import liviano.tensor.DType;

/**
 * Numbers that tensors are views of.
 *
 * @param key by which the file finds them
 * @param count how many numbers
 */
record Storage(String key, DType type, long count) {}
