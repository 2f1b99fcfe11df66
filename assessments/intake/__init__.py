"""Written reports: a file or pasted text, the figures that stand in it, and what the checks say of them.

file -> opening (child process: readers) -> ReportText -> figures -> facts -> check_up
"""
