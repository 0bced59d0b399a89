package liviano.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import liviano.graph.Op;
import liviano.json.JsonObject;

/**
 * A row of the table of operations: what is written of one, and how it is made again of what was
 * written.
 *
 * @param name the operation's name in files
 * @param settings its members, in the order in which they are written
 * @param make reads the settings and makes the operation
 */
record OpRow<O extends Op>(
    String name, Class<O> type, List<OpSetting<O, ?>> settings, Function<JsonObject, O> make) {

  /** Makes an operation of three settings. */
  @FunctionalInterface
  interface Make3<A, B, C, O> {
    O of(A a, B b, C c);
  }

  /** Makes an operation of four settings. */
  @FunctionalInterface
  interface Make4<A, B, C, D, O> {
    O of(A a, B b, C c, D d);
  }

  /** Makes an operation of five settings. */
  @FunctionalInterface
  interface Make5<A, B, C, D, E, O> {
    O of(A a, B b, C c, D d, E e);
  }

  /** Makes an operation of six settings. */
  @FunctionalInterface
  interface Make6<A, B, C, D, E, F, O> {
    O of(A a, B b, C c, D d, E e, F f);
  }

  static <O extends Op> OpRow<O> of(String name, Class<O> type, Supplier<O> make) {
    return new OpRow<>(name, type, List.of(), _ -> make.get());
  }

  static <O extends Op, A> OpRow<O> of(
      String name, Class<O> type, OpSetting<O, A> a, Function<A, O> make) {
    return new OpRow<>(name, type, List.of(a), json -> make.apply(a.read(json)));
  }

  static <O extends Op, A, B> OpRow<O> of(
      String name, Class<O> type, OpSetting<O, A> a, OpSetting<O, B> b, BiFunction<A, B, O> make) {
    return new OpRow<>(name, type, List.of(a, b), json -> make.apply(a.read(json), b.read(json)));
  }

  static <O extends Op, A, B, C> OpRow<O> of(
      String name,
      Class<O> type,
      OpSetting<O, A> a,
      OpSetting<O, B> b,
      OpSetting<O, C> c,
      Make3<A, B, C, O> make) {
    return new OpRow<>(
        name, type, List.of(a, b, c), json -> make.of(a.read(json), b.read(json), c.read(json)));
  }

  static <O extends Op, A, B, C, D> OpRow<O> of(
      String name,
      Class<O> type,
      OpSetting<O, A> a,
      OpSetting<O, B> b,
      OpSetting<O, C> c,
      OpSetting<O, D> d,
      Make4<A, B, C, D, O> make) {
    return new OpRow<>(
        name,
        type,
        List.of(a, b, c, d),
        json -> make.of(a.read(json), b.read(json), c.read(json), d.read(json)));
  }

  static <O extends Op, A, B, C, D, E> OpRow<O> of(
      String name,
      Class<O> type,
      OpSetting<O, A> a,
      OpSetting<O, B> b,
      OpSetting<O, C> c,
      OpSetting<O, D> d,
      OpSetting<O, E> e,
      Make5<A, B, C, D, E, O> make) {
    return new OpRow<>(
        name,
        type,
        List.of(a, b, c, d, e),
        json -> make.of(a.read(json), b.read(json), c.read(json), d.read(json), e.read(json)));
  }

  static <O extends Op, A, B, C, D, E, F> OpRow<O> of(
      String name,
      Class<O> type,
      OpSetting<O, A> a,
      OpSetting<O, B> b,
      OpSetting<O, C> c,
      OpSetting<O, D> d,
      OpSetting<O, E> e,
      OpSetting<O, F> f,
      Make6<A, B, C, D, E, F, O> make) {
    return new OpRow<>(
        name,
        type,
        List.of(a, b, c, d, e, f),
        json ->
            make.of(
                a.read(json),
                b.read(json),
                c.read(json),
                d.read(json),
                e.read(json),
                f.read(json)));
  }

  void write(Op op, JsonObject.Builder json) {
    O ours = type.cast(op);
    json.put("op", name);
    settings.forEach(setting -> setting.write(ours, json));
  }

  /**
   * @param around members of the object that say nothing of the operation
   * @throws liviano.json.JsonException if a setting is missing or of another kind, or there is a
   *     member that is none
   */
  O read(JsonObject json, List<String> around) {
    List<String> known = new ArrayList<>(around);
    known.add("op");
    settings.forEach(setting -> known.add(setting.key()));
    json.requireOnly(known);
    return make.apply(json);
  }
}
