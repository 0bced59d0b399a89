// What the four tasks on one picture have in common.

/**
 * @typedef {Object} TaskView
 * @property {string} task as the server calls it
 * @property {Object<string, string|number>} parameters of its question
 * @property {HTMLElement} element shown beside the picture
 * @property {(answer: any, source: import('../source.js').Source) => void} show an answer
 * @property {() => void} clear
 * @property {import('../stage.js').Drawing} draw what was found, over the picture
 * @property {(x: number|null, y: number|null) => void} point what the pointer is over
 * @property {() => string} described what was found, in one sentence
 */

/**
 * @typedef {Object} Bench what a task may ask of the place that shows its picture
 * @property {() => void} redraw
 * @property {(task: string, parameters: Object<string, string|number>) => Promise<any>} ask
 *     another question about the same picture, with the same model
 */
export {};
