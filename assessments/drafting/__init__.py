"""The only writer of drafts: sections, whole imports, pieces of reports, approved targets, uploaded papers."""

from assessments.drafting.errors import InvalidSection, Refused, StaleSection
from assessments.drafting.files import add_attachment, remove_attachment
from assessments.drafting.prefill import prefill
from assessments.drafting.rows import all_or_nothing
from assessments.drafting.saves import OpenSection, Saved, lock, open_section, save, save_section
from assessments.drafting.take_over import take_over
from assessments.drafting.targets import change_target, indicator_of
from assessments.drafting.unread import storable, unread_in
from assessments.drafting.versions import version_of
from assessments.drafting.whole import replace_draft

__all__ = [
    "InvalidSection",
    "OpenSection",
    "Refused",
    "Saved",
    "StaleSection",
    "add_attachment",
    "all_or_nothing",
    "change_target",
    "indicator_of",
    "lock",
    "open_section",
    "prefill",
    "remove_attachment",
    "replace_draft",
    "save",
    "save_section",
    "storable",
    "take_over",
    "unread_in",
    "version_of",
]
