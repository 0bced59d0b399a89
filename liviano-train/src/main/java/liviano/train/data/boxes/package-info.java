/**
 * Data sets of boxes: COCO's JSON, PASCAL VOC's XML and YOLO's texts, read into pictures with the
 * same kind of boxes.
 */
package liviano.train.data.boxes;
