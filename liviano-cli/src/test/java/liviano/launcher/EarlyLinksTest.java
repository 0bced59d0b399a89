package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that makes the classes of lambdas, switches and records when the project is built.
 */
class EarlyLinksTest {
  /** All kinds of functions, switches over types and records; prints what each gives. */
  private static final String PROGRAM =
      """
      package shapes;

      import java.io.Serializable;
      import java.util.*;
      import java.util.function.*;
      import java.util.stream.*;

      public class Program {
        interface Three<A, B, C, R> { R of(A a, B b, C c); default String named() { return "three"; } }
        interface Chars { int of(char c, short s, byte b, boolean z); }
        interface Wide { double of(long a, float b, double c); }
        sealed interface Shape permits Dot, Line, Box, Ring, Star, Text, Group {}
        interface Round {}
        record Dot() implements Shape {}
        record Line(int length) implements Shape {}
        record Box(long width, float height, double depth, boolean open, char mark, byte b, short s)
            implements Shape {}
        record Ring(String name) implements Shape, Round {}
        record Star(int[] points, List<String> names) implements Shape {}
        record Text(Object text) implements Shape {}
        static final class Group implements Shape, Round {}

        static class Base {
          String name() { return "base"; }
          Supplier<String> mine() { return () -> "base's " + inner(); }
          private String inner() { return "inner"; }
        }
        static class Derived extends Base {
          @Override String name() { return "derived"; }
          Supplier<String> above() { return super::name; }
          @Override Supplier<String> mine() { return () -> "derived's " + inner(); }
          private String inner() { return "other"; }
          Supplier<String> both() { Supplier<String> one = super.mine(); return () -> one.get() + mine().get(); }
        }
        interface WithBody {
          int number();
          default IntSupplier twice() { return () -> 2 * half(); }
          private int half() { return number(); }
          static Supplier<String> still() { return () -> "still"; }
        }
        class Inner {
          final int kept;
          Inner(int kept) { this.kept = kept; }
          IntUnaryOperator add() { return n -> n + kept + field; }
        }

        int field = 40;

        static int count(Object... all) { return all.length; }
        static <T extends Comparable<T>> T most(T a, T b) { return a.compareTo(b) > 0 ? a : b; }
        static long widened(long a) { return a + 1; }
        static Integer boxed(Integer a) { return a; }

        static String tell(Shape shape) {
          return switch (shape) {
            case Line l when l.length() > 10 -> "long";
            case Line l when l.length() > 5 -> "middle";
            case Round r when shape.toString().contains("x") -> "round x";
            case Dot d -> "dot";
            case Line(int length) -> "line " + length;
            case Box b -> "box " + b.mark();
            case Ring(String name) -> "ring " + name;
            case Star s -> "star " + s.names();
            case Text(String words) -> "words " + words;
            case Text(Integer number) -> "number " + number;
            case Text t -> "text";
            case Group g -> "group";
          };
        }

        static String small(Object o) {
          return switch (o) {
            case null -> "null";
            case String s -> s;
            case Integer i when i > 3 -> "large";
            case Integer i -> "small";
            case int[] all -> "ints " + all.length;
            case CharSequence c -> "chars";
            default -> "other";
          };
        }

        /** What it gives is of one of many records; nobody asks which. */
        static Shape made(String name) {
          return switch (name) {
            case "dot" -> new Dot();
            case "line" -> new Line(3);
            case "ring" -> new Ring("made");
            default -> new Text(name);
          };
        }

        public static void main(String[] words) throws Exception {
          List<Object> out = new ArrayList<>();
          int i = 7; long l = 1L << 40; float f = 1.5f; double d = 2.25; String s = "s"; char c = 'c';
          byte b = -3; short h = 300; boolean z = true;
          Supplier<String> all = () -> i + " " + l + " " + f + " " + d + " " + s + c + b + h + z;
          out.add(all.get());
          Three<Integer, Long, String, String> three = (x, y, w) -> w + x + y + s;
          out.add(three.of(1, 2L, "w") + three.named());
          Chars chars = (x, y, w, v) -> x + y + w + (v ? 1 : 0);
          out.add(chars.of('a', (short) 5, (byte) -1, true));
          Wide wide = (x, y, w) -> x + y + w + d;
          out.add(wide.of(3, 4.5f, 5.5));
          LongUnaryOperator same = Program::widened;
          IntToLongFunction widening = Program::widened;
          ToLongFunction<Integer> unboxing = Program::widened;
          Function<Integer, Integer> boxing = Program::boxed;
          IntFunction<Object> toObject = n -> n;
          ToDoubleFunction<Integer> toDouble = Integer::intValue;
          out.add(same.applyAsLong(1) + widening.applyAsLong(2) + unboxing.applyAsLong(3));
          out.add(boxing.apply(4) + " " + toObject.apply(5) + " " + toDouble.applyAsDouble(6));
          BinaryOperator<String> most = Program::most;
          Function<String, Integer> length = String::length;
          Function<String, StringBuilder> build = StringBuilder::new;
          IntFunction<int[]> array = int[]::new;
          Function<int[], Object> copy = int[]::clone;
          Function<Object, Integer> varied = Program::count;
          Consumer<List<String>> clear = List::clear;
          Runnable dropped = () -> out.add("dropped");
          Consumer<Long> droppedLong = Program::widened;
          out.add(most.apply("a", "b") + length.apply("four") + build.apply("x").append(1));
          out.add(array.apply(3).length + ((int[]) copy.apply(new int[] {1})).length + varied.apply("q"));
          clear.accept(new ArrayList<>(List.of("a")));
          dropped.run();
          droppedLong.accept(3L);
          Derived derived = new Derived();
          out.add(derived.above().get() + derived.mine().get() + derived.both().get());
          WithBody body = () -> 21;
          out.add(body.twice().getAsInt() + WithBody.still().get());
          Program program = new Program();
          out.add(program.new Inner(2).add().applyAsInt(1));
          Function<Integer, Inner> maker = program.new Inner(1).kept == 1 ? program.new Inner(0) == null ? null : n -> program.new Inner(n) : null;
          out.add(maker.apply(9).kept);
          Supplier<Supplier<String>> nested = () -> () -> s + i;
          out.add(nested.get().get());
          Supplier<String> kept = (Supplier<String> & Serializable) () -> "serializable" + s;
          out.add(kept.get() + (kept instanceof Serializable));
          List<Supplier<String>> ones = new ArrayList<>();
          for (int n = 0; n < 2; n++) { ones.add(() -> "one"); }
          out.add(ones.get(0) == ones.get(1));
          out.add(Stream.of("b", "a", "c").sorted(Comparator.comparing(String::toString).reversed())
              .collect(Collectors.toMap(x -> x, String::length, (x, y) -> x, TreeMap::new)));
          try {
            @SuppressWarnings({"unchecked", "rawtypes"}) Function<Object, Object> raw = (Function) length;
            raw.apply(3);
          } catch (ClassCastException e) {
            out.add("no string");
          }
          for (Shape shape : List.of(new Line(11), new Line(6), new Line(1), new Dot(),
              new Box(1, 2, 3, true, 'm', (byte) 1, (short) 2), new Ring("x"), new Ring("r"),
              new Star(new int[0], List.of("n")), new Text("w"), new Text(3), new Text(3L), new Group())) {
            out.add(tell(shape));
          }
          for (Object o : Arrays.asList(null, "s", 4, 3, new int[2], new StringBuilder(), 1L)) {
            out.add(small(o));
          }
          for (String name : List.of("dot", "line", "ring", "x")) {
            out.add(made(name) + " " + made(name).hashCode());
          }
          try {
            tell(null);
          } catch (NullPointerException e) {
            out.add("null");
          }
          Box box = new Box(1, -0f, Double.NaN, false, '#', (byte) -1, (short) -2);
          out.add(box + " " + box.hashCode());
          out.add(box.equals(new Box(1, -0f, Double.NaN, false, '#', (byte) -1, (short) -2)));
          out.add(box.equals(new Box(1, 0f, Double.NaN, false, '#', (byte) -1, (short) -2)));
          out.add(box.equals(new Box(1, -0f, 1, false, '#', (byte) -1, (short) -2)));
          out.add(box.equals(new Box(2, -0f, Double.NaN, false, '#', (byte) -1, (short) -2)));
          out.add(box.equals(new Box(1, -0f, Double.NaN, true, '#', (byte) -1, (short) -2)));
          out.add(box.equals(null) + " " + box.equals("box") + new Dot().equals(new Dot()));
          out.add(new Ring(null) + " " + new Ring(null).hashCode() + new Ring(null).equals(new Ring(null)));
          out.add(new Text("t").equals(new Text("t")) + " " + new Dot() + new Dot().hashCode());
          out.forEach(System.out::println);
        }
      }
      """;

  @TempDir private static Path tool;
  @TempDir private Path folder;

  @BeforeAll
  static void compileTool() {
    Compiled.launcher("links/EarlyLinks.java", tool);
  }

  @Test
  void whatIsLinkedDoesTheSame() throws Exception {
    Path classes = compile(PROGRAM);
    String plain = run(classes);
    assertThat(dynamic(classes)).hasSizeGreaterThan(40);

    link(classes);

    assertThat(run(classes)).isEqualTo(plain).contains("no string", "three", "base's inner");
    // The serializable one alone is left to the JVM.
    assertThat(dynamic(classes)).isNotEmpty().containsOnly("altMetafactory");
    assertThat(classes.resolve("shapes/Program$$Links.class")).exists();
  }

  @Test
  void whatIsLinkedStaysAsItIs() throws Exception {
    Path classes = compile(PROGRAM);
    link(classes);
    Map<String, String> once = sums(classes);

    link(classes);
    assertThat(sums(classes)).isEqualTo(once);

    Files.delete(folder.resolve("early-links.stamp")); // so that each is looked at again
    link(classes);
    assertThat(sums(classes)).isEqualTo(once);
  }

  @Test
  void twoBuildsGiveTheSameBytes() throws Exception {
    Path classes = compile(PROGRAM);
    link(classes);
    Map<String, String> once = sums(classes);
    Files.delete(folder.resolve("early-links.stamp"));

    compile(PROGRAM);
    link(classes);

    assertThat(sums(classes)).isEqualTo(once);
  }

  @Test
  void aClassThatIsCompiledAnewIsLinkedAnew() throws Exception {
    Path classes = compile("package shapes; class Program { Runnable r = () -> {}; }");
    link(classes);
    assertThat(classes.resolve("shapes/Program$$Links.class")).exists();

    compile(PROGRAM);
    link(classes);

    assertThat(run(classes)).contains("base's inner");
  }

  @Test
  void linksOfAClassThatIsGoneGoToo() throws Exception {
    Path classes = compile(PROGRAM);
    link(classes);
    try (Stream<Path> files = Files.list(classes.resolve("shapes"))) {
      for (Path file : files.filter(f -> !f.toString().contains("$$Links")).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.resolve("early-links.stamp"));

    link(classes);

    assertThat(classes.resolve("shapes")).isEmptyDirectory();
  }

  private Path compile(String program) throws IOException {
    Path source = folder.resolve("Program.java");
    Files.writeString(source, program);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Compiled.source(source, classes, "-XDstringConcat=inline");
    return classes;
  }

  private static void link(Path classes) throws Exception {
    assertThat(java("-cp", tool.toString(), "EarlyLinks", classes.toString(), "")).isEmpty();
  }

  private static String run(Path classes) throws Exception {
    return java("-Xverify:all", "-cp", classes.toString(), "shapes.Program");
  }

  private static String java(String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-PrintWarnings"));
    line.addAll(List.of(words));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as("%s", out).isZero();
    return out;
  }

  /** The bootstrap methods of all call sites that a JVM would link. */
  private static List<String> dynamic(Path classes) throws IOException {
    List<String> sites = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        for (MethodModel method : model.methods()) {
          method
              .code()
              .ifPresent(
                  code ->
                      code.forEach(
                          element -> {
                            if (element instanceof InvokeDynamicInstruction call) {
                              sites.add(call.bootstrapMethod().methodName());
                            }
                          }));
        }
      }
    }
    return sites;
  }

  private static Map<String, String> sums(Path classes) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(
            classes.relativize(file).toString(),
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
      }
    }
    return all;
  }
}
