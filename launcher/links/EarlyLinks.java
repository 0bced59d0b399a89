import static java.lang.constant.ConstantDescs.CD_Object;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes at build time what a JVM would make each time when it first comes to a lambda expression, a
 * method reference or a switch over types: a class. Each top-level class with functions gets one
 * more, {@code NAME$$Links}, with all of them: to load that one takes a JVM a fraction of the time
 * that it would spend on making a class for each. A switch, and a method that a record has of its
 * components alone, becomes a method of the class that it is in.
 *
 * <pre>java launcher/links/EarlyLinks.java CLASSES CLASSPATH</pre>
 *
 * Classes are rewritten where they lie; what is linked already stays as it is. A lambda that is
 * serializable, or has a shape that is not known here, is left to the JVM.
 */
final class EarlyLinks {
  private static final String SUFFIX = "$$Links";

  private static final ClassHierarchyResolver.ClassHierarchyInfo RECORD =
      ClassHierarchyResolver.ClassHierarchyInfo.ofClass(ClassDesc.of("java.lang.Record"));

  private final ClassFile files;

  /** The final classes of the folder. */
  private final Set<ClassDesc> last = new LinkedHashSet<>();

  private EarlyLinks(ClassLoader types) {
    files =
        ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL, // without what is linked no more
            ClassFile.ClassHierarchyResolverOption.of(
                withoutRecords(
                        ClassHierarchyResolver.ofResourceParsing(types)
                            .orElse(ClassHierarchyResolver.defaultResolver()))
                    .cached()));
  }

  /**
   * Says that records extend nothing. The frame behind a switch that gives one of many records then
   * says {@code Object}, which a verifier takes for their interface without a look. A frame that
   * says {@code Record}, as javac writes it, makes the verifier load every one of them.
   */
  private static ClassHierarchyResolver withoutRecords(ClassHierarchyResolver types) {
    return type -> {
      ClassHierarchyResolver.ClassHierarchyInfo info = types.getClassInfo(type);
      return RECORD.equals(info) ? ClassHierarchyResolver.ClassHierarchyInfo.ofClass(CD_Object) : info;
    };
  }

  /**
   * @param words the folder of classes, and the class path that they were compiled with
   */
  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    List<URL> path = new ArrayList<>(List.of(url(folder)));
    for (String entry : words.length > 1 ? words[1].split(File.pathSeparator) : new String[0]) {
      if (!entry.isEmpty()) {
        path.add(url(Path.of(entry)));
      }
    }
    try (URLClassLoader types = new URLClassLoader(path.toArray(URL[]::new))) {
      Path stamp = folder.resolveSibling("early-links.stamp");
      if (isStale(folder, stamp)) {
        new EarlyLinks(types).link(folder);
        Files.write(stamp, new byte[0]);
      }
    }
  }

  /** Whether a class has been compiled since the last time. */
  private static boolean isStale(Path folder, Path stamp) throws IOException {
    if (!Files.exists(stamp)) {
      return true;
    }
    FileTime last = Files.getLastModifiedTime(stamp);
    for (Path file : classes(folder)) {
      if (Files.getLastModifiedTime(file).compareTo(last) > 0) {
        return true;
      }
    }
    return false;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  private void link(Path folder) throws IOException {
    Map<ClassDesc, List<Path>> nests = new TreeMap<>((a, b) -> name(a).compareTo(name(b)));
    List<Path> made = new ArrayList<>();
    for (Path file : classes(folder)) {
      if (file.getFileName().toString().equals("module-info.class")) {
        continue;
      }
      if (file.getFileName().toString().endsWith(SUFFIX + ".class")) {
        made.add(file);
        continue;
      }
      ClassModel model = files.parse(file);
      ClassDesc host =
          model
              .findAttribute(Attributes.nestHost())
              .map(attribute -> attribute.nestHost().asSymbol())
              .orElse(model.thisClass().asSymbol());
      if (model.flags().has(AccessFlag.FINAL)) {
        last.add(model.thisClass().asSymbol());
      }
      nests.computeIfAbsent(host, _ -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<ClassDesc, List<Path>> nest : nests.entrySet()) {
      link(folder, nest.getKey(), nest.getValue());
    }
    for (Path file : made) { // of a class that is gone
      String name = file.getFileName().toString();
      if (!Files.exists(file.resolveSibling(name.replace(SUFFIX, "")))) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static String name(ClassDesc type) {
    return type.descriptorString();
  }

  /**
   * Links the classes of a nest. If one of them has been compiled anew all have been, because they
   * come of one file.
   */
  private void link(Path folder, ClassDesc host, List<Path> members) throws IOException {
    Links links =
        new Links(ClassDesc.ofDescriptor(host.descriptorString().replace(";", SUFFIX + ";")));
    boolean isChanged = false;
    Map<Path, byte[]> linked = new LinkedHashMap<>();
    ClassModel hostModel = null;
    Path hostFile = null;
    for (Path member : members) {
      ClassModel model = files.parse(member);
      if (model.thisClass().asSymbol().equals(host)) {
        hostModel = model;
        hostFile = member;
      }
      OwnLinks own = new OwnLinks(model, last);
      linked.put(member, files.transformClass(model, linking(own, links)));
      isChanged |= !own.isEmpty();
    }
    if (links.isEmpty() && !isChanged) {
      return; // there is nothing, or all of it is linked already
    }
    if (!links.isEmpty()) {
      linked.put(hostFile, withMember(files.parse(linked.get(hostFile)), links.type));
    }
    for (Map.Entry<Path, byte[]> each : linked.entrySet()) {
      Files.write(each.getKey(), each.getValue());
    }
    String name = links.type.descriptorString();
    Path file = folder.resolve(name.substring(1, name.length() - 1) + ".class");
    if (links.isEmpty()) {
      Files.deleteIfExists(file); // of functions that are no more
    } else {
      Files.write(file, links.build(files, host, hostModel.majorVersion()));
    }
  }

  private static ClassTransform linking(OwnLinks own, Links links) {
    ClassTransform calls =
        ClassTransform.transformingMethodBodies(
        (code, element) -> {
          if (element instanceof InvokeDynamicInstruction call) {
            DynamicCallSiteDesc site =
                DynamicCallSiteDesc.of(
                    call.bootstrapMethod(),
                    call.name().stringValue(),
                    call.typeSymbol(),
                    call.bootstrapArgs().toArray(ConstantDesc[]::new));
            Optional<Link> link = own.link(site);
            if (link.isPresent()) {
              code.invokestatic(
                  own.type, link.get().method(), call.typeSymbol(), own.isInterface);
              return;
            }
            Optional<Link.Function> function = links.link(site);
            if (function.isPresent()) {
              code.invokestatic(links.type, function.get().method(), call.typeSymbol());
              return;
            }
          }
          code.with(element);
        });
    return calls.andThen(ClassTransform.endHandler(own::write));
  }

  private byte[] withMember(ClassModel host, ClassDesc member) {
    List<ClassDesc> members = new ArrayList<>();
    host.findAttribute(Attributes.nestMembers())
        .ifPresent(
            attribute ->
                attribute.nestMembers().stream().map(ClassEntry::asSymbol).forEach(members::add));
    if (!members.contains(member)) {
      members.add(member);
    }
    ClassTransform others =
        ClassTransform.dropping(element -> element instanceof NestMembersAttribute);
    return files.transformClass(
        host,
        others.andThen(
            ClassTransform.endHandler(
                builder -> builder.with(NestMembersAttribute.ofSymbols(members)))));
  }
}
