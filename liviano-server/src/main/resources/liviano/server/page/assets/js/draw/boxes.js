// Boxes with labels over a picture or a video.
import {classColour, css, ink} from './colour.js';
import {score} from '../text.js';

/** Pictures narrower than this on the screen have smaller letters. */
const SMALL = 480;

/**
 * @typedef {Object} Detection
 * @property {number} categoryId
 * @property {string} label
 * @property {number} score
 * @property {{x: number, y: number, width: number, height: number}} box in the picture's pixels
 */

/**
 * Draws the boxes, the surest last, so that it lies over the others.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Detection[]} detections the surest first
 * @param {{x: number, y: number, pen: number}} scale canvas pixels to a pixel of the picture, and
 *     to a pixel of the screen
 * @param {Detection|null} active the one that is pointed at
 */
export function drawBoxes(pen, detections, scale, active) {
  const others = [...detections].reverse().filter((detection) => detection !== active);
  const plates = /** @type {DOMRect[]} */ ([]);
  for (const detection of others) {
    outline(pen, detection, scale, active ? 0.3 : 1, 2.5);
  }
  const labelled = active ? [active] : detections;
  if (active) {
    outline(pen, active, scale, 1, 4);
  }
  for (const detection of labelled) {
    plate(pen, detection, scale, plates);
  }
}

/**
 * @param {Detection[]} detections
 * @param {number} x in the picture's pixels
 * @param {number} y
 * @returns {Detection|null} the smallest box around a point
 */
export function boxAt(detections, x, y) {
  const around = detections.filter(({box}) =>
    x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
  const area = (/** @type {Detection} */ d) => d.box.width * d.box.height;
  return around.reduce(
      (best, next) => best === null || area(next) < area(best) ? next : best,
      /** @type {Detection|null} */ (null));
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Detection} detection
 * @param {{x: number, y: number, pen: number}} scale
 * @param {number} opacity
 * @param {number} width
 */
function outline(pen, {box, categoryId}, scale, opacity, width) {
  const path = new Path2D();
  path.roundRect(
      box.x * scale.x, box.y * scale.y, box.width * scale.x, box.height * scale.y, 4 * scale.pen);
  pen.globalAlpha = opacity;
  pen.strokeStyle = 'rgb(0 0 0 / 45%)';
  pen.lineWidth = (width + 1.5) * scale.pen;
  pen.stroke(path);
  pen.strokeStyle = css(classColour(categoryId));
  pen.lineWidth = width * scale.pen;
  pen.stroke(path);
  pen.globalAlpha = 1;
}

/**
 * The label, above its box, or inside where there is no room, and below plates already there.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Detection} detection
 * @param {{x: number, y: number, pen: number}} scale
 * @param {DOMRect[]} taken
 */
function plate(pen, detection, scale, taken) {
  const colour = classColour(detection.categoryId);
  const text = `${detection.label} ${score(detection.score)}`;
  const letters = pen.canvas.width < SMALL * scale.pen ? 11 : 13;
  const height = (letters + 8) * scale.pen;
  pen.font = `600 ${letters * scale.pen}px system-ui, sans-serif`;
  const width = pen.measureText(text).width + 12 * scale.pen;
  const x = Math.max(0, Math.min(
      detection.box.x * scale.x - 1.2 * scale.pen, pen.canvas.width - width));
  let y = detection.box.y * scale.y - height;
  y = y < 0 ? Math.max(0, detection.box.y * scale.y) : y;
  for (let i = 0; i < taken.length; i++) {
    const other = taken[i];
    if (x < other.right && x + width > other.left && y < other.bottom && y + height > other.top) {
      y = other.bottom + scale.pen;
      i = -1; // it may now lie on one that was passed
    }
  }
  taken.push(new DOMRect(x, y, width, height));
  pen.fillStyle = css(colour);
  pen.beginPath();
  pen.roundRect(x, y, width, height, 5 * scale.pen);
  pen.fill();
  pen.fillStyle = ink(colour);
  pen.textBaseline = 'middle';
  pen.fillText(text, x + 6 * scale.pen, y + height / 2 + 0.5 * scale.pen);
}
