"""Animations: pictures drawn once, then played in a notebook."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from annlab._checks import items, number
from annlab.figures import style
from annlab.figures.words import counted, describe, in_brackets

Frame = TypeVar("Frame")
LIMIT = 400_000
"""Maximum size of an animation in a notebook, in bytes."""


def animate(
    draw: Callable[[Axes, Frame], object],
    frames: Iterable[Frame],
    *,
    fps: float = 4,
    size: tuple[float, float] = (6.4, 5.0),
) -> Animation:
    """Draw each frame with `draw(ax, frame)` on axes of its own, and play them one after another.

    Its text alternative is what `describe` says of the first and the last picture.

    Args:
        draw: any figure function, or one of yours that calls several.
        frames: whatever `draw` takes; one picture each.
        fps: pictures per second.
        size: width and height of a picture, in inches.

    Raises ValueError if there are no frames, or if fps is not above 0.
    """
    fps = number("fps", fps, above=0)
    pictures, alts = [], []
    figure = Figure(figsize=size, dpi=100, layout="constrained", facecolor=style.PAPER)
    canvas = FigureCanvasAgg(figure)
    for frame in items("frames", frames, "frames"):
        figure.clear()
        ax = figure.add_subplot()
        draw(ax, frame)
        canvas.draw()
        pictures.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy()))
        alts.append(f"{in_brackets(ax.get_title('left').replace('$', ''))}: {describe(figure)}")
    if not pictures:
        raise ValueError("frames must hold at least one frame")
    alt = f"Animation of {counted(len(pictures), 'picture')}. First{alts[0]} Last{alts[-1]}"
    return Animation(pictures, fps, alt)


class Animation:
    """A sequence of pictures that a notebook shows with a Play button and a slider."""

    def __init__(self, pictures: list[Image.Image], fps: float, words: str) -> None:
        self.pictures = tuple(pictures)
        self.fps = fps
        self.words = words
        """The text alternative."""

    def __len__(self) -> int:
        return len(self.pictures)

    def __repr__(self) -> str:
        width, height = self.pictures[0].size
        return f"<Animation of {len(self)} pictures, {width} × {height}, {self.fps:g} per second>"

    def html(self, *, limit: int = LIMIT) -> str:
        """The player, as HTML of at most `limit` bytes: picture, Play button, slider.

        The pictures are compressed until they fit. Raises ValueError if they never do.
        """
        for width, quality in ((1.0, 85), (1.0, 65), (0.75, 65), (0.6, 50), (0.45, 40)):
            page = self._player([_webp(picture, width, quality) for picture in self.pictures])
            if len(page.encode()) <= limit:
                return page
        raise ValueError(f"limit = {limit} bytes is too small for {len(self)} pictures")

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The player, and the last picture for output without HTML, such as print."""
        still = io.BytesIO()
        last = self.pictures[-1].quantize(64, dither=Image.Dither.NONE)
        last.save(still, "png", optimize=True)
        limit = LIMIT - len(still.getvalue()) * 4 // 3 - 2 * len(self.words) - 1000
        data = {
            "text/html": self.html(limit=limit),
            "image/png": base64.b64encode(still.getvalue()).decode(),
            "text/plain": self.words,
        }
        return data, {"image/png": {"alt": self.words}, "alt": self.words}

    def _player(self, frames: list[bytes]) -> str:
        # Event handlers are attributes of the elements: there are no ids to clash when a page
        # holds two players, and nothing is left behind when one is removed. Without JavaScript
        # the last picture is shown.
        encoded = [base64.b64encode(frame).decode() for frame in frames]
        last = len(encoded) - 1
        seek = (
            "const f=this.closest('[data-frames]');"
            "f.querySelector('img').src='data:image/webp;base64,'"
            "+f.dataset.frames.split(' ')[this.value];"
            "f.querySelector('output').value=(+this.value+1)+' / '+(+this.max+1)"
        )
        play = (
            "const b=this,f=b.closest('[data-frames]'),r=f.querySelector('input');"
            "const stop=()=>{clearInterval(b.timer);b.timer=0;b.textContent='Play'};"
            "if(b.timer){stop();return}"
            "if(r.value===r.max)r.value=-1;"
            "b.textContent='Pause';"
            "const step=()=>{if(!b.isConnected||r.value===r.max){stop();return}"
            "r.value=+r.value+1;r.dispatchEvent(new Event('input'))};"
            f"step();b.timer=setInterval(step,{1000 / self.fps:.0f})"
        )
        width = self.pictures[0].width
        words = escape(self.words, quote=True)
        return (
            f'<div data-frames="{" ".join(encoded)}" style="max-width: {width}px">'
            f'<img alt="{words}" src="data:image/webp;base64,{encoded[-1]}" '
            f'style="width: 100%; background: #fff">'
            '<div style="display: flex; gap: 0.8em; align-items: center">'
            f'<button type="button" onclick="{play}">Play</button>'
            f'<input type="range" aria-label="picture" min="0" max="{last}" value="{last}" '
            f'style="flex: 1" oninput="{seek}">'
            f"<output>{last + 1} / {last + 1}</output></div></div>"
        )


def _webp(picture: Image.Image, width: float, quality: int) -> bytes:
    """The picture as WebP, `width` times as wide, lossless if that is no larger."""
    if width < 1:
        size = round(picture.width * width), round(picture.height * width)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    # Flat colours, such as a picture of weights, are smaller without loss.
    streams = io.BytesIO(), io.BytesIO()
    picture.save(streams[0], "webp", quality=quality, method=4)
    picture.save(streams[1], "webp", lossless=True, method=4)
    return min((stream.getvalue() for stream in streams), key=len)
