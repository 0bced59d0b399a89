package liviano.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a graph is read, where the file's own inputs and outputs are not what is wanted.
 *
 * @param inputs empty for those of the file
 * @param outputs names of nodes, or {@code name:1} for the second tensor that one gives; empty for
 *     those that nothing reads
 */
public record GraphCut(List<Input> inputs, List<String> outputs) {
  /** The whole graph. */
  public static final GraphCut NONE = new GraphCut(List.of(), List.of());

  private static final Pattern SIZED = Pattern.compile("(.+):([0-9]{1,5}(?:x[0-9]{1,5}){1,2})");

  public GraphCut {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Where the graph begins.
   *
   * @param name of a node, or {@code name:1}
   * @param size height, width and perhaps channels; empty for what the file says
   */
  public record Input(String name, List<Integer> size) {
    public Input {
      size = List.copyOf(size);
    }
  }

  /**
   * A cut from texts.
   *
   * @param inputs each {@code NAME}, {@code NAME:HEIGHTxWIDTH} or {@code
   *     NAME:HEIGHTxWIDTHxCHANNELS}
   * @throws IllegalArgumentException if a size is 0
   */
  public static GraphCut of(List<String> inputs, List<String> outputs) {
    List<Input> parsed = new ArrayList<>();
    for (String input : inputs) {
      Matcher sized = SIZED.matcher(input);
      boolean found = sized.matches();
      List<Integer> size =
          found
              ? Arrays.stream(sized.group(2).split("x")).map(Integer::valueOf).toList()
              : List.of();
      if (size.contains(0)) {
        throw new IllegalArgumentException("'" + input + "' has a size of 0");
      }
      parsed.add(new Input(found ? sized.group(1) : input, size));
    }
    return new GraphCut(parsed, outputs);
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
