"""Benchmarks: `make bench` prints ratios measured side by side; no test depends on them."""
