"""What the department sees beside its form: the task list and the check before a submission."""
