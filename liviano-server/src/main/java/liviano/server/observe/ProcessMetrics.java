package liviano.server.observe;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The JVM and its process; on Linux with its resident memory and open files. */
final class ProcessMetrics {
  private static final Path PROCESS = Path.of("/proc/self");
  private static final double MILLIS_A_SECOND = 1e3;
  private static final double NANOS_A_SECOND = 1e9;

  private ProcessMetrics() {}

  static void write(PrometheusText text) {
    memory(text);
    text.single(
        "jvm_threads_current",
        "gauge",
        "Platform threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    collections(text);
    text.single(
        "process_start_time_seconds",
        "gauge",
        "When the process began, in seconds since 1970.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_A_SECOND);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .ifPresent(
            nanos ->
                text.single(
                    "process_cpu_seconds_total",
                    "counter",
                    "Time of all processors.",
                    nanos / NANOS_A_SECOND));
    residentBytes()
        .ifPresent(
            bytes ->
                text.single("process_resident_memory_bytes", "gauge", "Resident memory.", bytes));
    openFiles().ifPresent(files -> text.single("process_open_fds", "gauge", "Open files.", files));
  }

  private static void memory(PrometheusText text) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage rest = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    text.metric("jvm_memory_used_bytes", "gauge", "Memory in use.")
        .sample("jvm_memory_used_bytes", Labels.of("area", "heap"), heap.getUsed())
        .sample("jvm_memory_used_bytes", Labels.of("area", "nonheap"), rest.getUsed());
    text.metric("jvm_memory_max_bytes", "gauge", "Memory that may be used; -1 where unbounded.")
        .sample("jvm_memory_max_bytes", Labels.of("area", "heap"), heap.getMax())
        .sample("jvm_memory_max_bytes", Labels.of("area", "nonheap"), rest.getMax());
    text.metric("jvm_buffer_pool_used_bytes", "gauge", "Buffers outside the heap.");
    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
        .forEach(
            pool ->
                text.sample(
                    "jvm_buffer_pool_used_bytes",
                    Labels.of("pool", pool.getName()),
                    pool.getMemoryUsed()));
  }

  private static void collections(PrometheusText text) {
    text.metric("jvm_gc_collection_seconds", "summary", "Garbage collections.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      Labels labels = Labels.of("gc", collector.getName());
      text.sample("jvm_gc_collection_seconds_count", labels, collector.getCollectionCount());
      text.sample(
          "jvm_gc_collection_seconds_sum", labels, collector.getCollectionTime() / MILLIS_A_SECOND);
    }
  }

  private static OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(PROCESS.resolve("status"))) {
      return lines
          .filter(line -> line.matches("VmRSS:\\s+[0-9]{1,15} kB"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty(); // another system than Linux
    }
  }

  private static OptionalLong openFiles() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(PROCESS.resolve("fd"))) {
      long count = 0;
      for (Path _ : files) {
        count++;
      }
      return OptionalLong.of(count - 1); // the folder itself was one of them
    } catch (IOException | DirectoryIteratorException _) {
      return OptionalLong.empty(); // another system than Linux
    }
  }
}
