from assessments.models.assessment import Assessment, Attachment, CoveredUnit, SectionDraft
from assessments.models.bundle import Bundle, BundledDocument
from assessments.models.history import LogEntry, Snapshot, StoredReport
from assessments.models.notice import RectificationItem, RectificationNotice
from assessments.models.result import Evidence, IndicatorResult, ManagementNote, ProjectResult, Rectification
from assessments.models.review import Exemption, Explanation, FieldComment
from assessments.models.round import Round
from assessments.models.saved_report import KeptReport
from assessments.models.similarity import NarrativeShingle
from assessments.models.stated import StatedFundShare, StatedGradeCount, StatedProjectTotals, StatedTransfers

__all__ = [
    "Assessment",
    "Attachment",
    "Bundle",
    "BundledDocument",
    "CoveredUnit",
    "Evidence",
    "Exemption",
    "Explanation",
    "FieldComment",
    "IndicatorResult",
    "KeptReport",
    "LogEntry",
    "ManagementNote",
    "NarrativeShingle",
    "ProjectResult",
    "Rectification",
    "RectificationItem",
    "RectificationNotice",
    "Round",
    "SectionDraft",
    "Snapshot",
    "StatedFundShare",
    "StatedGradeCount",
    "StatedProjectTotals",
    "StatedTransfers",
    "StoredReport",
]
