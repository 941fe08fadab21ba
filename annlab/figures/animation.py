"""Moving pictures: frames drawn once, then saved as a file or played in a notebook."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from annlab._checks import items, known, number
from annlab.figures import style
from annlab.figures.words import counted, describe

Frame = TypeVar("Frame")
LIMIT = 400_000
"""No animation in a notebook is larger than this, in bytes."""


def animate(
    draw: Callable[[Axes, Frame], object],
    frames: Iterable[Frame],
    *,
    fps: float = 4,
    size: tuple[float, float] = (6.4, 5.0),
    solid: bool = False,
    alt: str | None = None,
) -> Animation:
    """Draw each frame with `draw(ax, frame)` on axes of its own, and put them in a row in time.

    Args:
        draw: any figure function, or one of yours that calls several.
        frames: whatever `draw` takes; one picture each.
        fps: pictures per second.
        size: of a picture, in inches.
        solid: give `draw` axes in three dimensions.
        alt: the text alternative; made from the first and the last picture if None.

    Raises ValueError without frames, or for fps not above 0.
    """
    fps = number("fps", fps, above=0)
    pictures, said = [], []
    figure = Figure(figsize=size, dpi=100, layout="constrained", facecolor=style.PAPER)
    canvas = FigureCanvasAgg(figure)
    for frame in items("frames", frames, "frames"):
        figure.clear()
        ax = figure.add_subplot(projection="3d" if solid else None)
        draw(ax, frame)
        canvas.draw()
        pictures.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy()))
        title = ax.get_title("left").replace("$", "")
        said.append(f"{title}: {describe(figure)}" if title else describe(figure))
    if not pictures:
        raise ValueError("frames must hold at least one frame")
    if alt is None:
        alt = f"Animation of {counted(len(pictures), 'picture')}. First: {said[0]} Last: {said[-1]}"
    return Animation(pictures, fps, alt)


class Animation:
    """Pictures in a row: shown in a notebook with a button and a slider, or saved to a file."""

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

    def save(self, path: str | Path) -> Path:
        """Save as .gif, .webp, .html (one file, nothing fetched) or .mp4 (needs ffmpeg).

        Raises ValueError for another ending, RuntimeError for .mp4 where ffmpeg is missing.
        """
        path = Path(path)
        writers = {".gif": self._film, ".webp": self._film, ".html": self._page, ".mp4": self._mp4}
        known("the ending of path", path.suffix.lower(), writers)(path)
        return path

    def html(self, *, limit: int = LIMIT) -> str:
        """A player for a page or a notebook: picture, play button, slider; no more than `limit`.

        The pictures are squeezed until they fit. Raises ValueError if they never do.
        """
        for width, quality in ((1.0, 85), (1.0, 65), (0.75, 65), (0.6, 50), (0.45, 40)):
            page = self._player([_webp(picture, width, quality) for picture in self.pictures])
            if len(page.encode()) <= limit:
                return page
        raise ValueError(f"limit = {limit} bytes is too small for {len(self)} pictures")

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The player, and where no page is shown (print) the last picture."""
        still = io.BytesIO()
        last = self.pictures[-1].quantize(64, dither=Image.Dither.NONE)
        last.save(still, "png", optimize=True)
        room = LIMIT - len(still.getvalue()) * 4 // 3 - 2 * len(self.words) - 1000
        data = {
            "text/html": self.html(limit=room),
            "image/png": base64.b64encode(still.getvalue()).decode(),
            "text/plain": self.words,
        }
        return data, {"image/png": {"alt": self.words}, "alt": self.words}

    def _repr_html_(self) -> str:
        return self.html()

    def _player(self, frames: list[bytes]) -> str:
        # Handlers sit in the elements themselves: no ids to collide when a page holds two players,
        # and nothing is left behind when one is removed. A reader without script sees the last
        # picture.
        coded = [base64.b64encode(frame).decode() for frame in frames]
        last = len(coded) - 1
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
            f'<div data-frames="{" ".join(coded)}" style="max-width: {width}px">'
            f'<img alt="{words}" src="data:image/webp;base64,{coded[-1]}" '
            f'style="width: 100%; background: #fff">'
            '<div style="display: flex; gap: 0.8em; align-items: center">'
            f'<button type="button" onclick="{play}">Play</button>'
            f'<input type="range" aria-label="picture" min="0" max="{last}" value="{last}" '
            f'style="flex: 1" oninput="{seek}">'
            f"<output>{last + 1} / {last + 1}</output></div></div>"
        )

    def _film(self, path: Path) -> None:
        pictures: list[Image.Image] = list(self.pictures)
        if path.suffix.lower() == ".gif":
            pictures = [p.quantize(128, dither=Image.Dither.NONE) for p in pictures]
        pictures[0].save(
            path, save_all=True, append_images=pictures[1:], loop=0, duration=round(1000 / self.fps)
        )

    def _page(self, path: Path) -> None:
        words = escape(self.words)
        path.write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{words[:60]}</title>'
            f"<body>{self.html(limit=20 * LIMIT)}<p>{words}</p></body></html>",
            encoding="utf-8",
        )

    def _mp4(self, path: Path) -> None:
        program = shutil.which("ffmpeg")
        if program is None:
            raise RuntimeError(
                f"{path.name} needs the program ffmpeg; save as .gif or .webp instead"
            )
        width, height = self.pictures[0].size
        command = [
            program, "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", f"{width}x{height}", "-r", f"{self.fps:g}", "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", str(path),
        ]  # fmt: skip
        subprocess.run(command, input=b"".join(p.tobytes() for p in self.pictures), check=True)


def _webp(picture: Image.Image, width: float, quality: int) -> bytes:
    if width < 1:
        size = round(picture.width * width), round(picture.height * width)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    # Flat colours, such as a picture of weights, are smaller when kept exactly.
    streams = io.BytesIO(), io.BytesIO()
    picture.save(streams[0], "webp", quality=quality, method=4)
    picture.save(streams[1], "webp", lossless=True, method=4)
    return min((stream.getvalue() for stream in streams), key=len)
