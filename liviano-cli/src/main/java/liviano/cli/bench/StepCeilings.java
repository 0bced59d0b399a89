package liviano.cli.bench;

import java.util.OptionalDouble;
import liviano.cli.SideBySide.Rates;
import liviano.engine.Operand;
import liviano.engine.Step;
import liviano.tensor.DType;

/**
 * What the cores of some threads compute at most, by the numbers that a step reads.
 *
 * @param core what one core does
 */
record StepCeilings(Rates core, int threads) {

  /** In 10^9 multiply-adds a second; empty where it was not measured. */
  OptionalDouble of(Step step) {
    DType format =
        step.inputs().stream().map(Operand::format).findFirst().orElse(step.output().format());
    OptionalDouble rate =
        switch (format) {
          case BF16 -> core.bf16();
          case I8, U8 -> core.int8();
          default -> OptionalDouble.of(core.fp32());
        };
    return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * threads) : rate;
  }
}
