"""`retention`: delete what is past its time now, or with `--dry-run` only say what it would be."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from survey import retention
from survey.commands import Done
from survey.house import open_house


def add(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="delete nothing, only count")


def run(arguments: Namespace) -> Done:
    report = retention.run(open_house(), dry_run=arguments.dry_run)
    return Done(
        "\n".join(
            [
                "This would go:" if report.dry_run else "This is gone:",
                f"  {report.unread_withheld:>6}  held texts nobody read in time, now withheld",
                f"  {report.raw_destroyed:>6}  raw words kept for a second look",
                f"  {report.redacted_deleted:>6}  redacted texts past their time",
                f"  {report.releases_emptied:>6}  releases whose answers are past their time; they stay",
                f"  {report.drafts_deleted:>6}  drafts of releases nobody decided about",
                f"  {report.sign_ins_ended:>6}  sign-ins that had ended",
                f"  {report.counters_deleted:>6}  counters of attempts",
                f"  {report.notes_deleted:>6}  notes to session leaders",
            ]
        )
    )
