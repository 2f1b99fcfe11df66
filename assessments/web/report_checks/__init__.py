"""报告校核: reports that were written elsewhere."""
