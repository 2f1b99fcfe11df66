"""What was filed is what is kept: logs, snapshots, stored reports, files, and what people said, asked one by one."""

from assessments.integrity.attachments import read_whole
from assessments.integrity.ends import ChainEnd, chain_ends, faults_against, read, written
from assessments.integrity.filed import faults_of, faults_of_papers, seal_of

__all__ = [
    "ChainEnd",
    "chain_ends",
    "faults_against",
    "faults_of",
    "faults_of_papers",
    "read",
    "read_whole",
    "seal_of",
    "written",
]
