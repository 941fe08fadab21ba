// What a laboratory holds.

import { Network } from "../numbers/network.js";
import { boxOf } from "../numbers/targets.js";
import { Run } from "./run.js";

/** @import { Data, NetworkDescription } from "../numbers/network.js" */
/** @import { RunRecord } from "./run.js" */

/** @typedef {[low: number, high: number]} Ends */
/** @typedef {"first" | "second" | "gradient" | "start" | Record<string, number>} Line */
/** @typedef {{ elevation: number, azimuth: number, zoom: number }} Turn */

/**
 * How the laboratory trains.
 * @typedef {object} Settings
 * @property {number} rate η of the first pass
 * @property {number} anneal the factor of η from each pass to the next
 * @property {number} passes
 * @property {number} batch how many examples a step takes; 0 for all
 * @property {string} kind of new starts
 * @property {number} seed of new starts
 * @property {boolean} live whether a change of settings or data trains again
 */

/**
 * Who changes a field: a hand, training or playing in the course of time, Python, or the page
 * itself. Python is told of what a hand or time has changed.
 * @typedef {"hand" | "time" | "python" | "page"} By
 */

/**
 * What Python has sent.
 * @typedef {object} Received
 * @property {string[]} panels
 * @property {Float64Array} theta
 * @property {Float64Array} start
 * @property {[number, number]} axes
 * @property {[Ends, Ends]} span
 * @property {Data} data
 * @property {Data | null} heldOut
 * @property {RunRecord | null} run
 * @property {RunRecord | null} reference
 * @property {number | null} moment
 * @property {Settings} settings
 * @property {Line} line
 * @property {number} example
 * @property {boolean} logHeight
 * @property {boolean} showHidden
 * @property {Turn} turn
 */

/**
 * The fields of a laboratory. Only `State.set` writes to them. The arrays and objects in them are
 * replaced, never changed in place, so that one that was kept stays as it was.
 */
export class Fields {
  /**
   * @param {NetworkDescription} description
   * @param {Received} received
   */
  constructor(description, received) {
    this.net = new Network(description);
    this.panels = received.panels;

    // -- known to Python too, see wire.js --------------------------------------------------------

    /** @readonly θ as it is shown. */
    this.theta = received.theta;
    /** @readonly θ where training begins. */
    this.start = received.start;
    /** @readonly The places in θ of the two parameters of the error surface. */
    this.axes = received.axes;
    /** @readonly The values of the two axes. */
    this.span = received.span;
    /** @readonly The examples that are shown and trained on. */
    this.data = received.data;
    /** @readonly Data that training does not see. */
    this.heldOut = received.heldOut;
    /** @readonly @type {Run | null} The training run that is shown. */
    this.run = this.runFrom(received.run);
    /** @readonly @type {Run | null} An earlier run, drawn beside it. */
    this.reference = this.runFrom(received.reference);
    /** @readonly @type {number | null} The pass of the run whose θ is shown; null off the run. */
    this.moment =
      received.moment === null || received.moment > (this.run?.length ?? -1)
        ? null // of a run that was too long to be sent
        : received.moment;
    /** @readonly How the laboratory trains. */
    this.settings = received.settings;
    /** @readonly The line along which the errors are split. */
    this.line = received.line;
    /** @readonly The example that is looked at, from 0. */
    this.example = Math.min(received.example, this.data.n - 1);
    /** @readonly Whether heights are on a logarithmic scale. */
    this.logHeight = received.logHeight;
    /** @readonly Whether the prediction shows what each hidden unit contributes. */
    this.showHidden = received.showHidden;
    /** @readonly How the surface is turned. */
    this.turn = received.turn;

    // -- of this page alone ----------------------------------------------------------------------

    /** @readonly Whether heights are fitted to the plane. */
    this.fit = false;
    /** @readonly How many examples of the pass after the moment have been trained on. */
    this.within = 0;
    /** @readonly Whether the run is played. */
    this.playing = false;
    /** @readonly @type {{ done: number, of: number } | null} The progress of a training. */
    this.busy = null;
    /** @readonly The data as Python has set them, to which edits can be undone. */
    this.given = this.data;
    /** @readonly The part of the inputs that the prediction shows. */
    this.box = boxOf(this.data, this.net.inputs);
    /** @readonly Whether the plane and the slice have all their points: not while θ moves. */
    this.fine = true;
    /** @readonly Whether Python follows. */
    this.connected = true;
    /** @readonly @type {string[]} What went wrong, in words. */
    this.faults = [];
  }

  /**
   * A run from its record; what is known of the errors of the present run is used again.
   * @param {RunRecord | null} record
   * @param {Data} [data]
   * @returns {Run | null}
   */
  runFrom(record, data = this.data) {
    return record && new Run(this.net, data, this.heldOut, record, this.run);
  }

  /** Whether a panel shows the error along the axes. */
  get planar() {
    return this.panels.some((name) => ["surface", "map", "split"].includes(name));
  }
}
