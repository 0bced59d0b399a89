package liviano.formats.importer;

import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * How the integers of a tensor of the file stand for real numbers.
 *
 * @param format {@link DType#I8} or {@link DType#U8}; {@link DType#I32} of sums
 * @param axis that the scales belong to, where there are several
 */
public record ForeignQuantization(DType format, Quantization quantization, int axis) {}
