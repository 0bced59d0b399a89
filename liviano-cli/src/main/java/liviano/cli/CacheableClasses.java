package liviano.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import liviano.files.PartialFile;

/**
 * Makes the classes of a library's archive fit for the class cache, which leaves out class files of
 * Java 5 and before: picocli's are of Java 5. They become files of Java 8, which say of each branch
 * what types are on the stack there; nothing else of them changes. The same archive gives the same
 * bytes, and one that is fit stays as it is.
 */
final class CacheableClasses {
  private static final int LEAST = ClassFile.JAVA_6_VERSION;
  private static final int WANTED = ClassFile.JAVA_8_VERSION;

  /** Where the minor and the major version stand, two bytes each, after the magic number. */
  private static final int MAJOR_AT = 6;

  private CacheableClasses() {}

  /**
   * @param archives to be changed where they are; what their classes extend is on the class path
   */
  public static void main(String[] archives) throws IOException {
    for (String archive : archives) {
      makeFit(Path.of(archive));
    }
  }

  static void makeFit(Path archive) throws IOException {
    try (ZipFile from = new ZipFile(archive.toFile())) {
      if (!hasOldClasses(from)) {
        return;
      }
      try (PartialFile to = PartialFile.create(archive)) {
        copy(from, to.stream());
        to.finish();
      }
    }
  }

  private static boolean hasOldClasses(ZipFile archive) throws IOException {
    for (ZipEntry entry : Collections.list(archive.entries())) {
      if (isOldClass(entry, bytes(archive, entry))) {
        return true;
      }
    }
    return false;
  }

  private static void copy(ZipFile from, OutputStream to) throws IOException {
    ClassFile reader =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(CacheableClasses.class.getClassLoader())));
    ZipOutputStream zip = new ZipOutputStream(to);
    for (ZipEntry entry : Collections.list(from.entries())) {
      byte[] bytes = bytes(from, entry);
      ZipEntry copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(entry.getTimeLocal());
      zip.putNextEntry(copy);
      zip.write(isOldClass(entry, bytes) ? renewed(bytes, reader) : bytes);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static byte[] bytes(ZipFile archive, ZipEntry entry) throws IOException {
    try (InputStream in = archive.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static boolean isOldClass(ZipEntry entry, byte[] bytes) {
    return entry.getName().endsWith(".class")
        && bytes.length > MAJOR_AT + 1
        && ((bytes[MAJOR_AT] & 0xff) << 8 | bytes[MAJOR_AT + 1] & 0xff) < LEAST;
  }

  /** Of a later version, with the types at each branch. */
  private static byte[] renewed(byte[] bytes, ClassFile classFile) {
    ClassTransform version =
        (builder, element) ->
            builder.with(
                element instanceof ClassFileVersion ? ClassFileVersion.of(WANTED, 0) : element);
    return classFile.transformClass(
        classFile.parse(bytes),
        version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
