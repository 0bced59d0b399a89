// Heat maps: how much each place of a picture spoke for a class.
import {heatColour} from './colour.js';

/** Pixels of the drawn map along its longer side. */
const GRAIN = 192;

/** Amounts below this share of the largest are left clear, more and more. */
const CLEAR = 0.35;

/**
 * @typedef {Object} ClassMap
 * @property {number} index
 * @property {string} label
 * @property {number} score
 * @property {number[][]} map rows of cells
 * @property {[number, number]} first centre of the first cell, in the picture's pixels
 * @property {[number, number]} step to the next cell
 * @property {[number, number, number, number]} view x, y, width and height of what the model saw
 */

/**
 * The map as a picture that lies over the view.
 *
 * @param {ClassMap} found
 * @returns {HTMLCanvasElement}
 */
export function heatPicture({map, first, step, view}) {
  const [left, top, viewWidth, viewHeight] = view;
  const grain = GRAIN / Math.max(viewWidth, viewHeight);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(viewWidth * grain));
  canvas.height = Math.max(1, Math.round(viewHeight * grain));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const pixels = pen.createImageData(canvas.width, canvas.height);
  const largest = Math.max(...map.flat(), Number.MIN_VALUE);
  for (let y = 0, at = 0; y < canvas.height; y++) {
    const row = (top + (y + 0.5) / canvas.height * viewHeight - first[1]) / step[1];
    for (let x = 0; x < canvas.width; x++, at += 4) {
      const column = (left + (x + 0.5) / canvas.width * viewWidth - first[0]) / step[0];
      const amount = Math.max(0, between(map, row, column)) / largest;
      pixels.data.set(heatColour(amount), at);
      pixels.data[at + 3] = 255 * rise(Math.min(1, amount / CLEAR));
    }
  }
  pen.putImageData(pixels, 0, 0);
  return canvas;
}

/** @param {number} t from 0 to 1, at whose ends the result is level, so that no edge shows */
function rise(t) {
  return t * t * (3 - 2 * t);
}

/**
 * Lays the map over a picture.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} heat
 * @param {ClassMap} found
 * @param {{x: number, y: number}} scale
 * @param {number} opacity
 */
export function drawHeat(pen, heat, {view: [x, y, width, height]}, scale, opacity) {
  pen.globalAlpha = opacity;
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(heat, x * scale.x, y * scale.y, width * scale.x, height * scale.y);
  pen.globalAlpha = 1;
}

/**
 * Between the cells around a place; beyond the outer centres as at them. The curves are cubic
 * (Catmull and Rom's), because straight lines between cells show as a grid.
 *
 * @param {number[][]} map
 * @param {number} row
 * @param {number} column
 */
function between(map, row, column) {
  const y = Math.min(Math.max(row, 0), map.length - 1);
  const x = Math.min(Math.max(column, 0), map[0].length - 1);
  const [y0, x0] = [Math.floor(y), Math.floor(x)];
  const across = curve(x - x0);
  const down = curve(y - y0);
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    const cells = map[Math.min(Math.max(y0 + i - 1, 0), map.length - 1)];
    for (let j = 0; j < 4; j++) {
      const cell = cells[Math.min(Math.max(x0 + j - 1, 0), cells.length - 1)];
      sum += down[i] * across[j] * cell;
    }
  }
  return sum;
}

/**
 * The weights of the four cells around a place.
 *
 * @param {number} t from the second to the third of them, 0 to 1
 * @returns {number[]}
 */
function curve(t) {
  return [
    ((2 - t) * t - 1) * t / 2, ((3 * t - 5) * t * t + 2) / 2,
    ((4 - 3 * t) * t + 1) * t / 2, (t - 1) * t * t / 2,
  ];
}
