"""The forms' machinery: fields as people type them, a form over a piece of the facts, tables that grow."""
