"""What the measures share: the sizes, the scratch database, and people signed in, made when first asked for."""

import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.bare import BareApplication
from bench.population import Member, Sizes, city, member
from bench.scratch import Scratch
from bench.site import Site
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.places.models import Place

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class World:
    """One run."""

    sizes: Sizes
    place: Scratch

    @cached_property
    def bare(self) -> Site:
        """The reference project."""
        return Site(BareApplication())

    @cached_property
    def city(self) -> Place:
        """Hà Nội."""
        return city()

    @cached_property
    def lead(self) -> Member:
        """The city's programme lead: sees and records everywhere in the city."""
        return member("do-thanh-pho", Role.CITY_PROGRAMME_LEAD, self.city)

    @cached_property
    def auditor(self) -> Member:
        """Views the audit log."""
        return member("do-kiem-toan", Role.LOG_AUDITOR, self.city)

    @cached_property
    def administrator(self) -> Member:
        """Views accounts and posts."""
        return member("do-quan-tri", Role.SYSTEM_ADMINISTRATOR, self.city)

    @cached_property
    def officer(self) -> Member:
        """Records for one commune of today."""
        units = Place.objects.of_province(self.city.code).commune_level().valid_on(clock.today())
        return member("do-can-bo", Role.SOCIAL_AFFAIRS_OFFICER, units.in_order()[0])

    server: "subprocess.Popen[bytes] | None" = None
    """The server under load, while one runs."""

    def stop_server(self) -> None:
        """End it, if there is one."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=30)
            self.server = None

    def environment(self, url: str) -> dict[str, str]:
        """For processes of their own, on the database at ``url``."""
        return {
            **os.environ,
            **self.place.environment(),
            "DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
