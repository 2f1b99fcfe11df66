"""Tasks for children, as `assessments.processes.child` runs them."""

import os

from assessments.processes.child import Refusal


def echo(content, *said):
    return {"text": content.decode("utf-8", "surrogatepass"), "said": list(said)}


def refuse(_content):
    raise Refusal("不收。")


def spin(_content, *_said):
    while True:
        pass


def grow(_content, *_said):
    return len(bytes(10**9))


def sink(_content):
    return sink(_content)


def fail(_content, *_said):
    return 1 / 0


def niceness(_content):
    return os.nice(0)
