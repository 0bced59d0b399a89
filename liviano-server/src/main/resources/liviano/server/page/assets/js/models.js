// The models that the server has, and which of them each task uses.
import {callJson} from './api.js';
import {keep, setting} from './settings.js';

/** @typedef {import('./api.js').Model} Model */
/** @typedef {{name: string, title: string, task: string, licence: string, bytes: number}} Installable */

/** What the server said last, and whoever wants to know of changes. */
class Models extends EventTarget {
  constructor() {
    super();
    this.known = false; // whether the server has listed them
    /** @type {Model[]} */
    this.models = [];
    /** @type {Installable[]} */
    this.installable = [];
    this.mayInstall = false;
    this.mayTeach = false;
    this.limits = {pictures: 2000, bytes: 256 * 2 ** 20, seconds: 60};
    /** @type {Map<string, Model>} taught on this page, by name */
    this.taught = new Map();
  }

  /** @throws {import('./api.js').Problem} */
  async load() {
    const said = await callJson('v1/models');
    this.known = true;
    this.models = said.models ?? [];
    this.installable = said.installable ?? [];
    this.mayInstall = said.mayInstall === true;
    this.mayTeach = said.mayTeach === true;
    this.limits = {...this.limits, ...said.limits};
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {string} name
   * @param {Model} like the model it was made from
   */
  addTaught(name, like) {
    this.taught.set(name, {
      ...like, name, title: name, task: 'classification', tasks: ['classify', 'explain', 'embed'],
      defaultOf: [],
    });
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {string} task
   * @returns {Model[]} that do it
   */
  of(task) {
    const listed = this.models.filter((model) => model.tasks.includes(task));
    const names = new Set(listed.map((model) => model.name));
    const taught = [...this.taught.values()].filter(
        (model) => model.tasks.includes(task) && !names.has(model.name));
    return [...listed, ...taught];
  }

  /**
   * @param {string} task
   * @returns {Installable[]} that do it
   */
  installableFor(task) {
    const kind = {detect: 'detection', segment: 'segmentation'}[task] ?? 'classification';
    return this.installable.filter((model) => model.task === kind);
  }

  /**
   * The model chosen before, if it is still there; else the server's default.
   *
   * @param {string} task
   * @param {string} [use] where it was chosen, if a task has several places to choose
   * @returns {Model|undefined}
   */
  chosen(task, use = task) {
    const models = this.of(task);
    const kept = setting(`model.${use}`);
    return models.find((model) => model.name === kept)
      ?? models.find((model) => model.defaultOf?.includes(task))
      ?? models[0];
  }

  /**
   * @param {string} use a task, or another place to choose
   * @param {string} name
   */
  choose(use, name) {
    keep(`model.${use}`, name);
    this.dispatchEvent(new Event('change'));
  }
}

export const models = new Models();
