"""What the tests of marking send to a page, and read on it and in the database."""

from assessments.models import Assessment


def answers_in(assessment):
    marking = Assessment.objects.get(pk=assessment.pk).marking
    return {
        answer.question.wordings.get().number: answer
        for answer in marking.answers.select_related("outcome", "question")
    }


def complete(**changes):
    """Every question of case progression fully met, but for `changes` (names with _ for -)."""
    fields = {f"q{number}-outcome": "fully_met" for number in range(9, 18)} | {"version": "0"}
    return fields | {name.replace("_", "-", 1): value for name, value in changes.items()}


def carried(page, *names):
    """What the page sends in hidden fields."""
    return {name: page.find("input", attrs={"name": name})["value"] for name in names}
