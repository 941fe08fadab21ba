// A canvas that is as sharp as the screen.

/** A canvas as sharp as the screen, on which one draws in CSS pixels. One per panel is in the page,
 *  for each costs the browser a copy in every frame; others, without a parent, are drawn onto it. */
export class Sheet {
  constructor(parent, { label = "", width = 300, height = 240 } = {}) {
    this.canvas = document.createElement("canvas");
    parent?.append(this.canvas);
    // One with a label can be worked by keys; the others are only looked at.
    if (label) Object.assign(this.canvas, { ariaLabel: label, tabIndex: 0, role: "application" });
    else this.canvas.ariaHidden = true;
    this.ctx = this.canvas.getContext("2d", { alpha: !parent });
    this.resize(width, height);
  }

  /** Takes a new size; true if it is another one, and the canvas therefore empty. */
  resize(width, height) {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    if (this.width === width && this.height === height && this.ratio === ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ctx.lineJoin = "round"; // letters with an edge have no thorns
    return true;
  }

  clear(paper) {
    const { ctx, width, height } = this;
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, width + 1, height + 1); // its pixels may be a part of one more
  }

  /** Paper, and on it what draw(ctx) draws. Where that is the same again it comes from another sheet,
   *  which would be a way round while it changes in every frame. */
  ground(paper, changed, draw) {
    const drawOn = ({ ctx }) => {
      ctx.save();
      draw(ctx);
      ctx.restore();
    };
    this.clear(paper);
    if (changed) {
      this.kept = null;
      drawOn(this);
      return;
    }
    if (!this.kept) drawOn((this.kept = new Sheet(null, this)));
    this.ctx.drawImage(this.kept.canvas, 0, 0, this.width, this.height);
  }
}
