from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dipsamples.actions import draws
from dipsamples.models import Draw
from dipsamples.presenters.draws import figures_in_lines
from dipsamples.querysets.draw_figures import figures_of
from dipsamples.querysets.draw_records import rate_in_force
from iqa.organisation.models import Area
from iqa.organisation.policies.refusals import NotAllowed


class Command(BaseCommand):
    help = "Draw the IQAs of an Area and quarter that are to be dip sampled, or top its draw up, and print its figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, metavar="AREA", help="Its name, like Wessex.")
        parser.add_argument("--quarter", required=True, metavar="QUARTER", help='Like "2017-18 Q3".')

    def handle(self, *, area: str, quarter: str, **options: Any) -> None:
        there = Area.objects.filter(name=area).first()
        if there is None:
            names = ", ".join(Area.objects.values_list("name", flat=True))
            raise CommandError(
                f"There is no Area “{area}”. The Areas are {names or 'not loaded: run load_question_set'}."
            )
        try:
            draw, drawn = self._draw(there, quarter)
        except NotAllowed as refusal:
            raise CommandError(f"Quarter “{quarter}”: {refusal}") from refusal
        self.stdout.write(f"{there.name}, {quarter}: {drawn} drawn now. Seed {draw.seed}.")
        for line in figures_in_lines(figures_of(draw), percent=rate_in_force(draw)):
            self.stdout.write(line)

    @transaction.atomic
    def _draw(self, area: Area, quarter: str) -> tuple[Draw, int]:
        """The draw, made or topped up, and how many IQAs it drew now."""
        if draw := Draw.objects.filter(area=area, quarter=quarter).select_related("area").first():
            return draw, draws.top_up(draw=draw, by=None)
        draw = draws.make(area=area, quarter=quarter, by=None)
        return draw, draw.drawn.count()
