"""Closed lists of the places app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What sort of unit the law knows. Urban and rural districts, towns, provincial cities are one level."""

    PROVINCE = "province", _("province or city under the central government")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")
    WARD = "ward", _("ward")
    TOWNSHIP = "township", _("township")
    SPECIAL_ZONE = "special_zone", _("special zone")


COMMUNE_LEVEL = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE)
"""The level of the People's Committee that decides about post-rehabilitation management."""


class Extent(models.TextChoices):
    """How much of a unit passed into a successor."""

    WHOLE = "whole", _("whole")
    PART = "part", _("part")
