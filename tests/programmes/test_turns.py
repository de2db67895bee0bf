"""Two who record in one commune at the same moment take turns."""

import threading
from collections.abc import Callable

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.models import Deployment, DeploymentFact
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.programmes.test_actions import commune, new


def test_of_many_who_start_the_same_model_one_does_and_the_others_are_told(
    database_copy: Callable[[], BaseDatabaseWrapper],
) -> None:
    place = commune()
    told: list[str] = []
    together = threading.Barrier(4)

    def start() -> None:
        connections["default"] = database_copy()
        try:
            together.wait()
            actions.start_deployment(by=SYSTEM, new=new(place))
            told.append("started")
        except RuleViolation as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["programmes.already_running"] * 3 + ["started"]
    assert Deployment.objects.count() == DeploymentFact.objects.count() == 1
