"""The papers of one department: work report, opinion, rectification, archive folder."""
