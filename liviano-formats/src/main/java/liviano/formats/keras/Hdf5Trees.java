package liviano.formats.keras;

import io.jhdf.ObjectHeader;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.SymbolTableMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/**
 * Walks through the trees of an HDF5 file before the library does, which trusts them: a node that
 * is used twice is refused, and so is a file of more entries than a model has, so that trees whose
 * branches meet again cost no more than the file is long.
 */
final class Hdf5Trees {
  private static final long NOWHERE = -1;

  /** Its own, and one of the tree that leads to it. */
  private static final int ENTRIES_A_TENSOR = 2;

  private static final int SIGNATURE = Integer.BYTES;

  private final HdfBackingStorage storage;
  private final Limits limits;
  private final Set<Long> visited = new HashSet<>();
  private long entries;

  Hdf5Trees(HdfBackingStorage storage, Limits limits) {
    this.limits = limits;
    this.storage = storage;
  }

  /**
   * Accepts a group whose children and attributes may be read.
   *
   * @throws MalformedModelException if it is met for the second time, or its tree is no tree
   * @throws UnsupportedModelException if it is kept as HDF5 1.8 and later keep large groups
   */
  void require(long group) {
    if (!visited.add(group)) {
      throw new MalformedModelException("a group of the HDF5 file is inside itself");
    }
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, group);
    boolean dense =
        header.getMessagesOfType(LinkInfoMessage.class).stream()
                .anyMatch(info -> info.getBTreeNameIndexAddress() != NOWHERE)
            || header.getMessagesOfType(AttributeInfoMessage.class).stream()
                .anyMatch(info -> info.getFractalHeapAddress() != NOWHERE);
    if (dense) {
      throw new UnsupportedModelException(
          "its groups are kept as newer HDF5 files keep them; write it with libver='earliest'");
    }
    for (SymbolTableMessage table : header.getMessagesOfType(SymbolTableMessage.class)) {
      walkGroup(table.getBTreeAddress(), Integer.MAX_VALUE);
    }
  }

  private void walkGroup(long address, int above) {
    Tree node = node(address, above);
    int step = storage.getSizeOfLengths() + storage.getSizeOfOffsets();
    for (int i = 0; i < node.entries(); i++) {
      long at = node.keys() + (long) i * step + storage.getSizeOfLengths();
      long child = offset(at);
      if (node.level() > 0) {
        walkGroup(child, node.level());
      } else {
        // A list of entries: signature, version, a reserved byte, how many.
        use(child);
        count(storage.readBufferFromAddress(child, SIGNATURE + 4).getShort(SIGNATURE + 2));
      }
    }
  }

  /**
   * Accepts the tree of an array that is cut into chunks.
   *
   * @param rank of the array
   */
  void requireChunks(long address, int rank) {
    walkChunks(address, rank, Integer.MAX_VALUE);
  }

  private void walkChunks(long address, int rank, int above) {
    Tree node = node(address, above);
    int key = 2 * Integer.BYTES + (rank + 1) * Long.BYTES;
    for (int i = 0; i < node.entries() && node.level() > 0; i++) {
      long at = node.keys() + (long) i * (key + storage.getSizeOfOffsets()) + key;
      walkChunks(offset(at), rank, node.level());
    }
  }

  /** A node: where its keys begin. */
  private record Tree(int level, int entries, long keys) {}

  /** Signature, type, level, how many entries, two neighbours. */
  private Tree node(long address, int above) {
    use(address);
    ByteBuffer header = storage.readBufferFromAddress(address, SIGNATURE + 4);
    int level = header.get(SIGNATURE + 1) & 0xFF;
    if (level >= above) {
      throw new MalformedModelException("a tree of the HDF5 file leads back to its root");
    }
    int used = count(header.getShort(SIGNATURE + 2));
    return new Tree(level, used, address + SIGNATURE + 4 + 2L * storage.getSizeOfOffsets());
  }

  private void use(long address) {
    if (!visited.add(address)) {
      throw new MalformedModelException("two branches of the HDF5 file lead to the same place");
    }
  }

  private int count(short more) {
    int counted = more & 0xFFFF;
    entries += counted;
    limits.require(Limit.TENSORS, entries / ENTRIES_A_TENSOR, "the entries of its trees");
    return counted;
  }

  private long offset(long at) {
    ByteBuffer bytes = storage.readBufferFromAddress(at, storage.getSizeOfOffsets());
    return storage.getSizeOfOffsets() == Long.BYTES ? bytes.getLong(0) : bytes.getInt(0);
  }
}
