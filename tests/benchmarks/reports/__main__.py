"""`python -m tests.benchmarks.reports`: reports on a nation's IQAs beside the same questions in plain SQL, and their
pages with twenty readers at once while IQAs are recorded; then the same on a tenth as many.

Each figure is asked in the same run as what it is set beside. It says how long, and asserts nothing.
"""

import logging
import os
import statistics
import subprocess
import sys
import tempfile

import django

IQAS = int(os.environ.get("BENCH_NATION", "1000000"))
YEARS = int(os.environ.get("BENCH_YEARS", "10"))
# None of it is in use anywhere.
PRODUCTION = {
    "DEMO": "",
    "DJANGO_SETTINGS_MODULE": "tests.deploy.collected",
    "SECRET_KEY": "made-up-for-a-benchmark-0123456789-abcdefghijklmnopq",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "EMAIL_URL": "dummymail://",
}
REDIS = "redis://127.0.0.1:6379/9"

# Milliseconds by (report, case).
Took = dict[tuple[str, str], float]


def main() -> None:
    from tests.benchmarks.reports.nation import address, make_nation

    databases = {address(): IQAS, address(ending="_tenth"): IQAS // 10}
    for database, iqas in databases.items():
        make_nation(database, iqas=iqas, years=YEARS)
    with tempfile.TemporaryDirectory(prefix="iqa-bench-") as static:
        os.environ.update(PRODUCTION, STATIC_ROOT=static)
        os.environ.setdefault("REDIS_URL", REDIS)
        os.environ["DATABASE_URL"] = address()
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], check=True)
        # What it logs of each page and IQA is not what one reads here.
        logging.disable(logging.INFO)
        django.setup()
        whole, tenth = (_measure(database) for database in databases)
    _print_ratios(whole, tenth)


def _measure(database: str) -> Took:
    from django.conf import settings
    from django.db import connection

    from assessments.models import Assessment
    from reporting.actions.folding import fold
    from reporting.measures import REPORTS
    from tests.benchmarks.reports import figures
    from tests.benchmarks.reports.readers import LOOKS_FOR, READERS, read_at_once

    os.environ["DATABASE_URL"] = database
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = database.rsplit("/", 1)[1]
    fold()
    print(f"\n{Assessment.objects.count():,} IQAs. Milliseconds in SQL: our report, and plain SQL on the base tables\n")
    took: Took = {}
    for title, cases in (
        ("What tallies tell apart", figures.tallied_cases()),
        ("What they do not, and additional", figures.untallied_cases()),
    ):
        print(f"{title:24}{'':24}{'queries':>8}{'ours':>10}{'plain':>10}{'plain/ours':>12}")
        for name in REPORTS:
            for case in figures.asked_of(name, cases):
                ours, plain = figures.time_report(name, case)
                beside = f"{plain.milliseconds:10.1f}{plain.milliseconds / ours.milliseconds:12.1f}" if plain else ""
                print(f"{name:24}{case.label:24}{ours.queries:8}{ours.milliseconds:10.1f}{beside}", flush=True)
                took[name, case.label] = ours.milliseconds
    for name, words, looking_for in (
        ("a page looked at", f"who look at each page for {LOOKS_FOR} s", LOOKS_FOR),
        ("a page after another", "who ask for the next at once", 0),
    ):
        crowd = read_at_once(looking_for=looking_for)
        print(f"\n{READERS} readers {words}: {len(crowd.took):,} pages, {crowd.refused} not answered as they should be")
        print(f"p50 {crowd.percentile(50):.0f} ms, p95 {crowd.percentile(95):.0f} ms; {crowd.recorder}", flush=True)
        took[name, "p50"], took[name, "p95"] = crowd.percentile(50), crowd.percentile(95)
    return took


def _print_ratios(whole: Took, tenth: Took) -> None:
    """Over the tallied questions of a report together, for single milliseconds are mostly chance."""
    from reporting.measures import REPORTS
    from tests.benchmarks.reports.figures import tallied_cases

    labels = [case.label for case in tallied_cases()]
    print(f"\n{'Ten times the records':28}{'a tenth':>10}{'whole':>10}{'ratio':>8}")
    for name in REPORTS:
        few, many = (statistics.fmean(took[name, label] for label in labels) for took in (tenth, whole))
        print(f"{name:28}{few:10.1f}{many:10.1f}{many / few:8.2f}")
    for name in ("a page looked at", "a page after another"):
        for percentile in ("p50", "p95"):
            few, many = tenth[name, percentile], whole[name, percentile]
            print(f"{name + ', ' + percentile:28}{few:10.1f}{many:10.1f}{many / few:8.2f}")


if __name__ == "__main__":
    main()
