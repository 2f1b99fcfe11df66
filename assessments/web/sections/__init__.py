"""The sections of the form: filling in, attachments, previews, approved targets."""
