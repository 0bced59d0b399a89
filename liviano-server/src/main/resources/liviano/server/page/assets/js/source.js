// A picture to look at: its bytes for the server, and its pixels for the screen.

/** What the server reads as it is; anything else that the browser can show is sent as PNG. */
const SENT_AS_IT_IS = ['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/webp'];

/**
 * @typedef {Object} Source
 * @property {string} name of the file
 * @property {Blob} blob
 * @property {ImageBitmap} bitmap upright
 * @property {number} width
 * @property {number} height
 */

/** A file that is no picture. */
export class NotAPicture extends Error {}

/**
 * @param {Blob} file
 * @param {string} name
 * @returns {Promise<Source>}
 * @throws {NotAPicture}
 */
export async function sourceOf(file, name) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new NotAPicture(name);
  }
  const blob = SENT_AS_IT_IS.includes(file.type) ? file : await encoded(bitmap, 'image/png');
  return {name, blob, bitmap, width: bitmap.width, height: bitmap.height};
}

/**
 * @param {string} address of one of the samples
 * @returns {Promise<Source>}
 */
export async function sample(address) {
  const response = await fetch(address);
  return sourceOf(await response.blob(), address.slice(address.lastIndexOf('/') + 1));
}

/**
 * Pixels as a file, at most so long on the longer side.
 *
 * @param {CanvasImageSource & {width?: any, height?: any, videoWidth?: any, videoHeight?: any}} pixels
 * @param {string} type
 * @param {number} [longest]
 * @returns {Promise<Blob>}
 */
export async function encoded(pixels, type, longest = Infinity) {
  const width = pixels.videoWidth ?? pixels.width;
  const height = pixels.videoHeight ?? pixels.height;
  const shrink = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * shrink));
  canvas.height = Math.max(1, Math.round(height * shrink));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(pixels, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas, type);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} type
 * @returns {Promise<Blob>}
 */
export function blobOf(canvas, type) {
  return new Promise((resolve, reject) => canvas.toBlob(
      (blob) => blob ? resolve(blob) : reject(new Error('the browser made no picture')),
      type, 0.9));
}

/** @param {string} name of a picture's file, without its ending */
export function stem(name) {
  return name.replace(/\.[^.]*$/, '') || 'picture';
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
