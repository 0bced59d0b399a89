package liviano.cli;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A verb's options and parameters as parsing needs them: what picocli reads from annotations, in a
 * form that is read without reflection on any annotation.
 *
 * @param name the verb as it is called
 * @param type the name of its class
 * @param arguments its options and parameters, those of the root among them
 */
record PreparedVerb(String name, String type, List<Argument> arguments) {
  /** Changes with the layout of the file. */
  private static final int LAYOUT = 1;

  /** More than any verb has: what says more is no file of ours. */
  private static final int MOST = 256;

  PreparedVerb {
    arguments = List.copyOf(arguments);
  }

  /** Where the value of an argument is kept. */
  enum Owner {
    /** The verb, or an object that one of its fields holds. */
    VERB,
    /** The {@link GlobalOptions}. */
    GLOBAL,
    /** Nobody: the help, which is described anew when it is asked for. */
    HELP,
    /** Nobody: the version, likewise. */
    VERSION
  }

  /**
   * A field.
   *
   * @param owner the name of the class that declares it
   * @param name its own name
   */
  record Member(String owner, String name) {}

  /**
   * An option, or a parameter, which has no names.
   *
   * @param owner who holds the value
   * @param path the fields that lead from the owner to the value
   * @param names of an option
   * @param index of a parameter, as {@code 0..*}
   * @param type the name of the field's class
   * @param elements the names of the classes of what it holds, if it holds others
   * @param arity the number of words that it takes, as {@code 0..1}
   * @param given whether the annotation said so; else it follows from the type
   * @param label what stands for its value in a message
   * @param required whether a line without it is a mistake
   * @param split what separates several values in a word; empty for none
   * @param fallback the value where the option stands without one
   */
  record Argument(
      Owner owner,
      List<Member> path,
      List<String> names,
      String index,
      String type,
      List<String> elements,
      String arity,
      boolean given,
      String label,
      boolean required,
      String split,
      Optional<String> fallback) {
    Argument {
      path = List.copyOf(path);
      names = List.copyOf(names);
      elements = List.copyOf(elements);
    }
  }

  /** Writes what {@link #read} reads. */
  void write(DataOutput out) throws IOException {
    out.writeInt(LAYOUT);
    out.writeUTF(name);
    out.writeUTF(type);
    out.writeInt(arguments.size());
    for (Argument argument : arguments) {
      out.writeByte(argument.owner().ordinal());
      out.writeInt(argument.path().size());
      for (Member member : argument.path()) {
        out.writeUTF(member.owner());
        out.writeUTF(member.name());
      }
      write(argument.names(), out);
      out.writeUTF(argument.index());
      out.writeUTF(argument.type());
      write(argument.elements(), out);
      out.writeUTF(argument.arity());
      out.writeBoolean(argument.given());
      out.writeUTF(argument.label());
      out.writeBoolean(argument.required());
      out.writeUTF(argument.split());
      out.writeBoolean(argument.fallback().isPresent());
      out.writeUTF(argument.fallback().orElse(""));
    }
  }

  /**
   * Reads a verb.
   *
   * @throws IOException if it cannot be read, or is not one
   */
  static PreparedVerb read(DataInput in) throws IOException {
    if (in.readInt() != LAYOUT) {
      throw new IOException("another layout");
    }
    String name = in.readUTF();
    String type = in.readUTF();
    List<Argument> arguments = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      arguments.add(argument(in));
    }
    return new PreparedVerb(name, type, arguments);
  }

  private static Argument argument(DataInput in) throws IOException {
    Owner owner = owner(in.readUnsignedByte());
    List<Member> path = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      path.add(new Member(in.readUTF(), in.readUTF()));
    }
    List<String> names = words(in);
    String index = in.readUTF();
    String type = in.readUTF();
    List<String> elements = words(in);
    String arity = in.readUTF();
    boolean given = in.readBoolean();
    String label = in.readUTF();
    boolean required = in.readBoolean();
    String split = in.readUTF();
    boolean hasFallback = in.readBoolean();
    String fallback = in.readUTF();
    return new Argument(
        owner,
        path,
        names,
        index,
        type,
        elements,
        arity,
        given,
        label,
        required,
        split,
        hasFallback ? Optional.of(fallback) : Optional.empty());
  }

  private static Owner owner(int ordinal) throws IOException {
    Owner[] all = Owner.values();
    if (ordinal >= all.length) {
      throw new IOException("no such owner");
    }
    return all[ordinal];
  }

  private static void write(List<String> words, DataOutput out) throws IOException {
    out.writeInt(words.size());
    for (String word : words) {
      out.writeUTF(word);
    }
  }

  private static List<String> words(DataInput in) throws IOException {
    List<String> words = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      words.add(in.readUTF());
    }
    return words;
  }

  private static int count(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST) {
      throw new IOException("not a number of entries: " + count);
    }
    return count;
  }
}
