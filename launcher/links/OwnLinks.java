import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The switches over types of a class, and what it has of its components alone if it is a record:
 * private methods of the class itself, so that no other class is loaded for them.
 */
final class OwnLinks {
  final ClassDesc type;
  final boolean isInterface;
  private final List<Link.TypeSwitch> switches = new ArrayList<>();
  private final List<Link.OfComponents> records = new ArrayList<>();
  private final Set<ClassDesc> last;

  /**
   * @param last the final classes of the folder
   */
  OwnLinks(ClassModel model, Set<ClassDesc> last) {
    this.type = model.thisClass().asSymbol();
    this.isInterface = model.flags().has(AccessFlag.INTERFACE);
    this.last = last;
  }

  boolean isEmpty() {
    return switches.isEmpty() && records.isEmpty();
  }

  /** Takes a call site in; empty if it is neither, or left to the JVM. */
  Optional<Link> link(DynamicCallSiteDesc site) {
    if (Link.isMadeBy(site, "SwitchBootstraps.typeSwitch")) {
      Optional<Link.TypeSwitch> choice = typeSwitch(site);
      choice.ifPresent(switches::add);
      return choice.map(each -> each);
    }
    if (Link.isMadeBy(site, "ObjectMethods.bootstrap")) {
      Link.OfComponents method = ofComponents(site);
      records.add(method);
      return Optional.of(method);
    }
    return Optional.empty();
  }

  /** Empty if a label is no type, but a constant. */
  private Optional<Link.TypeSwitch> typeSwitch(DynamicCallSiteDesc site) {
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : site.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type)) {
        return Optional.empty();
      }
      labels.add(type);
    }
    Set<ClassDesc> known = new LinkedHashSet<>(labels);
    known.retainAll(last);
    return Optional.of(
        new Link.TypeSwitch(switches.size(), site.invocationType(), labels, known));
  }

  private Link.OfComponents ofComponents(DynamicCallSiteDesc site) {
    ConstantDesc[] given = site.bootstrapArgs(); // the record, the names of its components, getters
    Map<String, ClassDesc> fields = new LinkedHashMap<>();
    for (int i = 2; i < given.length; i++) {
      DirectMethodHandleDesc getter = (DirectMethodHandleDesc) given[i];
      fields.put(getter.methodName(), getter.invocationType().returnType());
    }
    return new Link.OfComponents(
        records.size(),
        site.invocationName(),
        site.invocationType(),
        (ClassDesc) given[0],
        fields);
  }

  /** Adds the methods to the class. */
  void write(ClassBuilder builder) {
    switches.forEach(choice -> TypeSwitches.write(builder, choice));
    records.forEach(
        method ->
            builder.withMethodBody(
                method.method(),
                method.type(),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> Components.write(code, method)));
  }
}
