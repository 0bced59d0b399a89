// Colours of classes and of amounts: those of the pictures that the command draws.

const COLOURS = [
  0xFF9900, 0x4455FF, 0x55CCFF, 0xCC2266, 0x99FFBB, 0x0099CC, 0xFFDD00, 0xEE6666,
  0xBB6600, 0x00BBAA, 0x995599, 0x22EEDD, 0xCC77FF, 0x88CC77, 0xBB00CC, 0xBB6699,
  0xBBDD77, 0xCC8800, 0xFF11CC, 0xEE3377, 0xFFBB00, 0xFF7799, 0xDDEE88, 0xEE99DD,
];

/** OKLab's lightness, chroma and hue in degrees, at even distances. */
const STATIONS = [
  [0.20, 0.07, 290], [0.35, 0.15, 315], [0.50, 0.19, 365],
  [0.65, 0.20, 395], [0.80, 0.17, 425], [0.94, 0.12, 448],
];

/** @typedef {[number, number, number]} Rgb each 0 to 255 */

/**
 * The colour of a class: farther ids repeat the first colours darker, then lighter.
 *
 * @param {number} id 0 or more
 * @returns {Rgb}
 */
export function classColour(id) {
  const value = COLOURS[id % COLOURS.length];
  const colour = /** @type {Rgb} */ ([value >> 16 & 255, value >> 8 & 255, value & 255]);
  const round = Math.floor(id / COLOURS.length) % 3;
  return round === 0 ? colour : round === 1 ? mix(colour, 0, 0.35) : mix(colour, 255, 0.4);
}

/**
 * @param {Rgb} colour
 * @param {number} over 0 to 255
 * @param {number} share
 * @returns {Rgb}
 */
function mix(colour, over, share) {
  return /** @type {Rgb} */ (colour.map((c) => Math.floor(c + (over - c) * share + 0.5)));
}

/** @param {Rgb} colour */
export function css(colour) {
  return `rgb(${colour.join(' ')})`;
}

/**
 * Black or white, whichever reads better on a colour.
 *
 * @param {Rgb} colour
 */
export function ink(colour) {
  const [r, g, b] = colour.map((sample) => {
    const c = sample / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? '#000' : '#fff';
}

/**
 * The colour of an amount, from a dark violet to a pale yellow.
 *
 * @param {number} amount 0 to 1
 * @returns {Rgb}
 */
export function heatColour(amount) {
  const at = Math.min(Math.max(amount, 0), 1) * (STATIONS.length - 1);
  const station = Math.min(Math.floor(at), STATIONS.length - 2);
  const [lightness, chroma, hue] = STATIONS[station].map(
      (from, i) => from + (STATIONS[station + 1][i] - from) * (at - station));
  const a = chroma * Math.cos(hue * Math.PI / 180);
  const b = chroma * Math.sin(hue * Math.PI / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
  ];
}

/** @param {number} linear light, to an sRGB sample */
function encode(linear) {
  const c = Math.min(Math.max(linear, 0), 1);
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}
