// Masks: which class each pixel is of, from run lengths, and tinted over a picture.
import {classColour} from './colour.js';

/** Longer masks are looked at on a coarser grid, which is finer than any screen shows them. */
const LONGEST = 1280;

/**
 * @typedef {Object} Area
 * @property {number} index
 * @property {string} label
 * @property {number} share
 * @property {{size: [number, number], counts: number[]}} mask height and width; runs column by
 *     column, outside first
 */

/** The classes of a picture's pixels. */
export class Mask {
  /** @param {Area[]} areas of one picture, at least one */
  constructor(areas) {
    const [height, width] = areas[0].mask.size;
    /** In the picture's pixels. */
    this.full = {width, height};
    const shrink = Math.min(1, LONGEST / Math.max(width, height));
    this.width = Math.max(1, Math.round(width * shrink));
    this.height = Math.max(1, Math.round(height * shrink));
    this.classes = sampled(columns(areas, width * height), width, height, this.width, this.height);
  }

  /**
   * @param {number} x in the picture's pixels
   * @param {number} y
   * @returns {number} index of the class
   */
  at(x, y) {
    const column = Math.floor(x * this.width / this.full.width);
    const row = Math.floor(y * this.height / this.full.height);
    return this.classes[row * this.width + column];
  }

  /**
   * The tint of classes, with their borders, as a picture to lay over the picture.
   *
   * @param {(index: number) => number} opacity of a class, 0 to 1
   * @returns {HTMLCanvasElement}
   */
  tint(opacity) {
    const {width, height, classes} = this;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const pixels = pen.createImageData(width, height);
    const inside = new Uint32Array(256);
    const border = new Uint32Array(256);
    for (let index = 0; index < 256; index++) {
      const alpha = opacity(index);
      inside[index] = packed(classColour(index), alpha);
      border[index] = packed(classColour(index), alpha === 0 ? 0 : Math.min(1, alpha + 0.35));
    }
    const out = new Uint32Array(pixels.data.buffer);
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        const index = classes[at];
        const edge = x > 0 && classes[at - 1] !== index || x + 1 < width && classes[at + 1] !== index
          || y > 0 && classes[at - width] !== index
          || y + 1 < height && classes[at + width] !== index;
        out[at] = edge ? border[index] : inside[index];
      }
    }
    pen.putImageData(pixels, 0, 0);
    return canvas;
  }
}

/**
 * The classes of all pixels, column by column.
 *
 * @param {Area[]} areas
 * @param {number} pixels
 * @returns {Uint8Array}
 */
function columns(areas, pixels) {
  const all = new Uint8Array(pixels);
  for (const {index, mask} of areas) {
    let at = 0;
    mask.counts.forEach((count, i) => {
      if (i % 2 === 1) {
        all.fill(index, at, at + count);
      }
      at += count;
    });
  }
  return all;
}

/**
 * Row by row, and on a coarser grid where that is asked for.
 *
 * @param {Uint8Array} columns
 * @param {number} fullWidth
 * @param {number} fullHeight
 * @param {number} width
 * @param {number} height
 */
function sampled(columns, fullWidth, fullHeight, width, height) {
  const rows = new Uint8Array(width * height);
  for (let x = 0; x < width; x++) {
    const column = Math.floor((x + 0.5) * fullWidth / width) * fullHeight;
    for (let y = 0; y < height; y++) {
      rows[y * width + x] = columns[column + Math.floor((y + 0.5) * fullHeight / height)];
    }
  }
  return rows;
}

/**
 * @param {import('./colour.js').Rgb} colour
 * @param {number} alpha
 * @returns {number} as a canvas keeps it on little-endian machines
 */
function packed([r, g, b], alpha) {
  return (Math.round(alpha * 255) << 24 | b << 16 | g << 8 | r) >>> 0;
}

/** @param {Area} area whether it is what lies behind all things, and stays untinted */
export function isBackground(area) {
  return area.index === 0 && area.label === 'background';
}
