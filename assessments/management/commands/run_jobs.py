"""run_jobs: works off the queue of documents, and starts the background anew where it stands still."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.db.models import Count, Max
from django.utils import timezone
from django_q.models import OrmQ

_LOOK = 1  # seconds between two looks at the queue
_FAREWELL = 30  # seconds for the jobs at hand when the service stops; what is cut off begins again
# Every job ends before this, so a queue with something to do changes at least as often.
_STANDSTILL: int = settings.Q_CLUSTER["retry"]


class Command(BaseCommand):
    help = "在后台生成打包下载的文书；后台停住不动时自动重新启动。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run `qcluster` until told to stop.

        A worker that is killed while it waits takes the lock of the shared queue along, and a killed sentinel watches
        over nobody: the cluster lives and does nothing. Only the queue itself tells.
        """
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        while True:
            with _cluster() as process:
                _watch(process)


def _stop(*_: object) -> None:
    sys.exit(0)


@contextmanager
def _cluster() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own command, nothing typed in its arguments
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "qcluster"], start_new_session=True
    )
    try:
        yield process
    except SystemExit:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_FAREWELL)
        raise
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _watch(process: subprocess.Popen[bytes]) -> None:
    """Return when the cluster has ended, or stands still before a queue with something to do."""
    seen, since = None, time.monotonic()
    while process.poll() is None:
        time.sleep(_LOOK)
        queue = _queue()
        if queue is None or queue != seen:
            seen, since = queue, time.monotonic()
        elif time.monotonic() - since > _STANDSTILL:
            return


def _queue() -> tuple[Any, ...] | None:
    """What changes whenever a job is taken or done; None while nothing waits, or nobody can say."""
    close_old_connections()
    with suppress(DatabaseError):
        if OrmQ.objects.filter(lock__lt=timezone.now()).exists():
            return tuple(OrmQ.objects.aggregate(Count("pk"), Max("pk"), Max("lock")).values())
    return None
