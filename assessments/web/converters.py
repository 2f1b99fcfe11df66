"""Parts of addresses that have a meaning of their own."""

from assessments.terms import Section


class SectionConverter:
    """A section of the form by its value; any other word is no address."""

    regex = "|".join(Section)

    def to_python(self, value: str) -> Section:
        return Section(value)

    def to_url(self, value: str) -> str:
        return str(value)
