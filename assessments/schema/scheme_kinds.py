"""The kinds of value in a scheme that a department's file states: no place for a doubtful number."""

from dataclasses import dataclass
from typing import Any

from assessments.schema.kinds import FIGURE, FileReading, Text, Writing, step


@dataclass(frozen=True, slots=True)
class Sure:
    """A figure that must be there and must be readable."""

    def read(self, value: Any, pointer: str, reading: FileReading) -> Any:
        faults = len(reading.problems)
        figure = FIGURE.read(value, pointer, reading)
        if figure is None and len(reading.problems) == faults:
            reading.written.pop(pointer, None)
            reading.refuse(pointer, '评分方案中应为写在引号内的数字，如 "10"。')
        return figure

    def write(self, value: Any, pointer: str, writing: Writing) -> Any:
        return FIGURE.write(value, pointer, writing)


@dataclass(frozen=True, slots=True)
class GradeStart:
    """A grade and the score from which it is given: ["优", "90"]."""

    def read(self, value: Any, pointer: str, reading: FileReading) -> tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            reading.refuse(pointer, '应为等级和起始分，如 ["优", "90"]。')
            return None, None
        name = Text(20, nullable=False).read(value[0], step(pointer, 0), reading)
        return name, Sure().read(value[1], step(pointer, 1), reading)

    def write(self, value: tuple[Any, Any], pointer: str, writing: Writing) -> list[Any]:
        return [value[0], Sure().write(value[1], step(pointer, 1), writing)]
