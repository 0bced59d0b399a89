import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What takes the place of a call site. */
sealed interface Link {
  /** The name of the method that is called instead. */
  String method();

  /** Whether a method of the JDK makes what is at a call site. */
  static boolean isMadeBy(DynamicCallSiteDesc site, String method) {
    DirectMethodHandleDesc bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
    return method.equals(bootstrap.owner().displayName() + "." + bootstrap.methodName());
  }

  /**
   * A function.
   *
   * @param captured the types of what it keeps
   */
  record Function(
      int id,
      ClassDesc type,
      String name,
      MethodTypeDesc erased,
      MethodTypeDesc captured,
      DirectMethodHandleDesc body,
      MethodTypeDesc instantiated)
      implements Link {
    @Override
    public String method() {
      return "function" + id;
    }
  }

  /**
   * A switch over types.
   *
   * @param last those of the labels that are known to be final
   */
  record TypeSwitch(int id, MethodTypeDesc type, List<ClassDesc> labels, Set<ClassDesc> last)
      implements Link {
    /** Whether it is worth while to ask for the name: it costs more than a few comparisons. */
    boolean isNamed() {
      return last.size() > 4;
    }

    @Override
    public String method() {
      return "link$type" + id;
    }
  }

  /**
   * What a record has of its components alone: {@code equals}, {@code hashCode} or {@code toString}.
   *
   * @param fields its components, by name
   */
  record OfComponents(
      int id, String name, MethodTypeDesc type, ClassDesc owner, Map<String, ClassDesc> fields)
      implements Link {
    @Override
    public String method() {
      return "link$" + name + id;
    }
  }
}
