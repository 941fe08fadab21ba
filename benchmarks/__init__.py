"""Benchmarks: times and ratios, printed and never asserted."""
