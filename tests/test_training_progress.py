"""The line that says how far a long training run is."""

import time

import pytest

from annlab import train

from .strategies import some_data, xor_net


def test_short_run_prints_nothing(capsys):
    train(xor_net(), some_data(), rate=0.5, epochs=20)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("progress", [True, False])
def test_long_run_prints_its_progress_and_erases_it(capsys, monkeypatch, progress):
    clock = iter(range(0, 1000))  # one second per call
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    train(xor_net(), some_data(), rate=0.5, epochs=20, progress=progress)
    out, err = capsys.readouterr()
    assert err == ""
    assert ("pass 2 of 20, error " in out) == progress
    if progress:
        assert "pass 1 of" not in out
        *_, blank, end = out.split("\r")
        assert blank.strip() == end == ""


def test_the_line_of_progress_is_erased_after_an_interrupt_too(capsys, monkeypatch):
    def interrupt(number, *_):
        if number == 5:
            raise KeyboardInterrupt

    clock = iter(range(0, 1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    with pytest.raises(KeyboardInterrupt):
        train(xor_net(), some_data(), rate=0.5, epochs=20, callback=interrupt)
    *_, blank, end = capsys.readouterr().out.split("\r")
    assert blank.strip() == end == ""
