"""The address tree as it is kept: one row a place, keyed by its path."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from wumen.rules.areas import AreaKind

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")

if TYPE_CHECKING:
    _Text = models.TextField
else:

    class _Text(models.TextField):
        """Django's own, which only its stubs know to be generic: what may be None is seen by them."""

        def __class_getitem__(cls, _):
            """Itself."""
            return cls


class PathField(_Text[_Set, _Get]):
    """A path of the address tree, compared byte by byte so that a place is one range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the collation, on which every policy and index relies."""
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)


class Area(models.Model):
    """A place: district, community, building, unit, household; the name may change, the path never."""

    area = PathField(primary_key=True)
    kind = models.TextField(choices=[(kind.value, kind.name) for kind in AreaKind])
    name = models.TextField()

    class Meta:
        """The table of design section 5."""

        db_table = "area"
        constraints = (
            models.CheckConstraint(condition=models.Q(area__endswith="/"), name="area_is_path"),
            models.CheckConstraint(condition=~models.Q(name=""), name="area_is_named"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in AreaKind]), name="area_kind"
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name
