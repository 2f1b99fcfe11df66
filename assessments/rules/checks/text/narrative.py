"""The checks over prose, put to the fields in which people write it."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.rules.checks.check import Check, Context, InReports, Problem
from assessments.rules.checks.facts.claims import narrative_fields
from assessments.rules.checks.text import fulfilment, layout, statements, wording
from assessments.rules.checks.text.reading import TextContext


def in_fields(rule: Check[TextContext]) -> Check[Context]:
    """The same rule, put to every narrative field: at most one problem in each, with all its places."""

    def run(context: Context) -> Iterator[Problem]:
        for pointer, said in narrative_fields(context.facts):
            problems = list(rule.run(_field(context, said)))
            if problems:
                spans = tuple(span for problem in problems for span in problem.spans)
                message = f"{context.label(pointer)}：{''.join(problem.message for problem in problems)}"
                yield replace(problems[0], message=message, path=pointer, spans=spans)

    return Check(rule.code, rule.severity, rule.title, rule.formula, rule.source, run, in_reports=InReports.PROSE)


def _field(context: Context, said: str) -> TextContext:
    return TextContext(
        text=said,
        facts=context.facts,
        scheme=context.scheme,
        other_departments=context.other_departments,
        is_field=True,
    )


CHECKS: tuple[Check[Context], ...] = tuple(
    in_fields(rule)
    for rule in (
        layout.references,
        wording.self_names,
        wording.leftovers,
        wording.other_offices,
        wording.repeated_sentences,
        wording.contradictions,
        wording.residue,
        wording.punctuation,
        statements.restated_figures,
        fulfilment.all_met,
    )
)
