"""Counties made of facts: what the documents of a county are built from, without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.reports.county.departments import County, DepartmentPaper, Found, PaperStanding
from assessments.reports.papers.department_documents import Source
from assessments.schema.facts import Facts
from assessments.schema.scheme import SCHEME_2020_10, Scheme
from tests.assessments.reports.sample import BRIDGES, BUSES, RESERVE, ROADS, SAMPLE

DUE = date(2023, 4, 30)


def paper_of(
    facts: Facts, standing: PaperStanding = PaperStanding.APPROVED, scheme: Scheme = SCHEME_2020_10, **more
) -> DepartmentPaper:
    handed_in = None if standing is PaperStanding.PENDING else date(2023, 4, 26)
    values = {"section": "经济建设股", "handed_in": handed_in} | more
    return DepartmentPaper(source=Source(facts=facts, scheme=scheme), standing=standing, **values)


def county_of_papers(*papers: DepartmentPaper, whole: int | None = None, scheme: Scheme = SCHEME_2020_10) -> County:
    standings = tuple(paper.standing for paper in papers)
    is_draft = any(standing is not PaperStanding.APPROVED for standing in standings)
    return County(
        name="云溪县",
        year=2022,
        scheme=scheme,
        due=DUE,
        whole=len(papers) if whole is None else whole,
        standings=standings,
        approved_on=None if is_draft or not papers else date(2023, 6, 12),
        read=lambda: iter(papers),
    )


def found(*codes: str, explained: Sequence[str] = (), exempt: Sequence[str] = ()) -> tuple[Found, ...]:
    return tuple(Found(code, is_explained=code in explained, is_exempt=code in exempt) for code in codes)


def small_county() -> County:
    """Seven departments, all approved, one of them late."""
    projects = {
        "教育局": ((BUSES, RESERVE), "94.6", ("K22", "K38")),
        "民政局": ((ROADS,), "88.35", ("K26",)),
        "信访局": ((BRIDGES, BUSES), "83", ("K22", "K26", "K41")),
        "水务局": ((BRIDGES, ROADS), "78.4", ("K22", "K24", "K26")),
        "农业农村局": ((ROADS, BUSES, RESERVE), "96.12", ("K38",)),
        "卫生健康局": ((BUSES,), "90", ("K22",)),
    }
    return county_of_papers(
        paper_of(SAMPLE, found=found("K22", "K26", explained=("K26",))),
        *(
            paper_of(
                replace(
                    SAMPLE,
                    department=replace(SAMPLE.department, name=name),
                    projects=own,
                    score=Decimal(score),
                    grade=None,
                    rectifications=SAMPLE.rectifications[: len(own) % 2],
                ),
                section="经济建设股" if name == "水务局" else "行政政法股",
                handed_in=date(2023, 5, 4) if name == "信访局" else date(2023, 4, 27),
                found=found(*codes, explained=codes[:1]),
            )
            for name, (own, score, codes) in projects.items()
        ),
    )
