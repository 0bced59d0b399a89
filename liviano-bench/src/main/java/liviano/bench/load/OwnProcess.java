package liviano.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process itself takes. */
final class OwnProcess {
  private OwnProcess() {}

  /** Processor seconds since its start, of all threads. */
  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        * 1e-9;
  }
}
