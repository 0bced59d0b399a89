// Answers about a picture of the camera, drawn over the video. Where the video is mirrored, places
// are mirrored and letters are not.
import {drawBoxes} from './boxes.js';
import {isBackground, Mask} from './mask.js';

const OPACITY = 0.55;

/**
 * @param {{width: number, height: number}} answer
 * @param {import('./boxes.js').Detection[]} detections
 * @returns {import('../livestage.js').Frame}
 */
export function boxesFrame({width, height}, detections) {
  return {
    width, height,
    draw: (pen, scale, mirrored) => drawBoxes(
        pen,
        mirrored ? detections.map((one) => mirroredBox(one, width)) : detections, scale, null),
  };
}

/**
 * @param {import('./boxes.js').Detection} detection
 * @param {number} width of the picture
 */
function mirroredBox(detection, width) {
  const {box} = detection;
  return {...detection, box: {...box, x: width - box.x - box.width}};
}

/**
 * @param {{width: number, height: number, classes: import('./mask.js').Area[]}} answer
 * @returns {import('../livestage.js').Frame}
 */
export function maskFrame({width, height, classes}) {
  const clear = new Set(classes.filter(isBackground).map((area) => area.index));
  const tint = classes.length === 0
    ? null : new Mask(classes).tint((index) => clear.has(index) ? 0 : OPACITY);
  return {
    width, height,
    draw: (pen, _, mirrored) => {
      if (tint) {
        pen.save();
        if (mirrored) {
          pen.translate(pen.canvas.width, 0);
          pen.scale(-1, 1);
        }
        pen.drawImage(tint, 0, 0, pen.canvas.width, pen.canvas.height);
        pen.restore();
      }
    },
  };
}
