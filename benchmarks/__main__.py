"""Run the benchmarks: ``python -m benchmarks [--quick] [NAME ...]``."""

from __future__ import annotations

import argparse

from benchmarks import in_memory, reports, symbiosis


def main() -> None:
    """Print one line per comparison, as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which to run; by default all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    options = parser.parse_args()
    part = 10 if options.quick else 1
    known = {
        "start": in_memory.start,
        "fits": lambda: in_memory.fits(1_000_000 // part),
        "indicators": lambda: in_memory.indicators(100_000 // part),
        "matching": lambda: symbiosis.matching(2000 // part),
        "networks": symbiosis.networks,
        "reports": lambda: reports.reports(100 // part),
    }
    if unknown := sorted(set(options.names) - set(known)):
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    print(f"{'holds':6} {'ours':>9} {'theirs':>11} {'ratio':>9}  what, and what it must reach")
    for name in options.names or known:
        for row in known[name]():
            holds = {True: "yes", False: "NO", None: "-"}[row.holds]
            print(
                f"{holds:6} {row.ours:9.3f} {row.theirs:11.3f} {row.ratio:9.2f}  {row.name}: {row.must}",
                flush=True,
            )


if __name__ == "__main__":
    main()
