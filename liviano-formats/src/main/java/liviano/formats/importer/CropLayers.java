package liviano.formats.importer;

import java.util.List;
import liviano.formats.importer.ForeignOp.Crop;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;

/** Parts of maps. */
record CropLayers(Assembly assembly) {

  ForeignValue crop(ForeignNode node, Crop crop) {
    Computed map = assembly.computed(node, 0);
    if (!map.isMap()) {
      throw node.unsupported("it reads " + map.dims() + ", not [1, height, width, channels]");
    }
    int height = Math.subtractExact(map.dims().get(1), Math.addExact(crop.top(), crop.bottom()));
    int width = Math.subtractExact(map.dims().get(2), Math.addExact(crop.left(), crop.right()));
    if (height < 1 || width < 1) {
      throw node.malformed("it cuts off more than all of " + map.dims());
    }
    Op op = new Op.Crop(crop.top(), crop.left(), height, width);
    return Computed.of(
        assembly.add(node, op, assembly.value(node, map)),
        List.of(1, height, width, map.channels()));
  }
}
