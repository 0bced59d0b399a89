package liviano.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.model.Model;

/**
 * The parts of the verb {@code bench} that another module does: timing Liviano against other
 * engines, and measuring what the machine can do at most. The module that brings the engines
 * implements it and names the class in {@code META-INF/services/liviano.cli.SideBySide}; it is not
 * on the path of every command.
 */
public interface SideBySide {

  /**
   * What to time, and against which engines.
   *
   * @param network what the result calls it
   * @param peers the other engines, by name
   * @param threads that share one inference; where {@code throughput}, inferences at a time
   * @param seconds to measure each engine
   * @param throughput whether pictures a second are counted instead of timing single inferences
   * @param json whether the result is one JSON document
   * @param precision what Liviano computes with, as {@code --precision} takes it; empty for the
   *     network's own
   */
  record Request(
      String network,
      Model model,
      List<String> peers,
      int threads,
      double seconds,
      boolean throughput,
      boolean json,
      Optional<String> precision) {
    public Request {
      peers = List.copyOf(peers);
    }
  }

  /**
   * Times Liviano and the peers in turns and prints the result.
   *
   * @throws UsageException if a peer is unknown, or the network is none that can be compared
   * @throws CommandException if a peer does not load, dies, hangs, or answers something else
   * @throws IOException if a temporary file cannot be written
   */
  void compare(Request request, CommandContext context) throws IOException;

  /**
   * Measures what one core computes and reads at most, and prints it.
   *
   * @throws CommandException if it cannot be measured here
   * @throws IOException if no process can be started for it
   */
  void ceilings(boolean json, CommandContext context) throws IOException;

  /**
   * Whole processes to time, from their start to the class that they print.
   *
   * @param model a classifier
   * @param peers the other engines, by name
   * @param picture a file; a drawn JPEG if empty
   * @param starts of each program that are counted
   * @param json whether the result is one JSON document
   */
  record ColdRequest(
      Model model, List<String> peers, Optional<Path> picture, int starts, boolean json) {
    public ColdRequest {
      peers = List.copyOf(peers);
    }
  }

  /**
   * Starts the command and plain programs on other engines in turns, and prints what they took.
   *
   * @throws UsageException if there is no such program of a peer, or the model is no classifier
   * @throws CommandException if a process fails, or this system does not tell what it takes
   * @throws IOException if a temporary file cannot be written
   */
  void cold(ColdRequest request, CommandContext context) throws IOException;

  /**
   * What one core computes at most, in 10^9 multiply-adds a second.
   *
   * @param fp32 of floats
   * @param bf16 of bfloat16; empty where there is no instruction for it
   * @param int8 of integers of 8 bits; empty where they were not measured
   */
  record Rates(double fp32, OptionalDouble bf16, OptionalDouble int8) {}

  /**
   * Measures how many multiply-adds one core computes at most.
   *
   * @throws CommandException if it cannot be measured here
   * @throws IOException if no process can be started for it
   */
  Rates rates(CommandContext context) throws IOException;
}
