"""Invented people: names and numbers from a fixed seed, with an area code that no place bears."""

import random
from collections.abc import Sequence
from datetime import date

from wumen.actions.register import NewResident
from wumen.rules.identity_numbers import make_check_digit

_SEED = 20220110
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "安宁和平春夏秋冬晨曦明亮静雅文礼书墨松柏竹梅兰菊清泉溪川禾苗穗丰朗晴岚霖"
_TODAY = date(2022, 1, 10)


class Invented:
    """People one after the other: no two bear the same number, and the same call makes the same person."""

    def __init__(self) -> None:
        """Begin at the seed."""
        self._chance = random.Random(_SEED)
        self._serial = 0

    def name(self) -> str:
        """A name of three signs."""
        return self._chance.choice(_SURNAMES) + "".join(self._chance.sample(_GIVEN, 2))

    def identity_number(self, age: int) -> str:
        """A number with a valid check digit of somebody of about that age."""
        self._serial += 1
        born = f"{_TODAY.year - age - 1}12{31 - self._serial // 999:02d}"
        first = f"410198{born}{self._serial % 999 + 1:03d}"
        return first + make_check_digit(first)

    def telephone(self) -> str:
        """A number that nobody else of the demo has."""
        self._serial += 1
        return f"1900000{self._serial:04d}"

    def person(self, age: int, place: int = 0, needs: Sequence[str] = ()) -> NewResident:
        """Somebody of that age, with a telephone if she is of age."""
        return NewResident(
            name=self.name(),
            identity_number=self.identity_number(age),
            telephones=(self.telephone(),) if age >= 18 else (),
            needs=tuple(needs),
            place=place,
        )

    def household(self, needs: Sequence[str] = ()) -> list[NewResident]:
        """One to five people; what the first needs is what the home is known for."""
        first = self._chance.randint(28, 76)
        ages = [first, first - 2, max(first - 27, 1), max(first - 30, 1), min(first + 26, 94)]
        many = self._chance.choice((1, 2, 2, 3, 3, 4, 5))
        return [
            self.person(age, place, needs if place == 0 else ())
            for place, age in enumerate(ages[:many])
        ]

    def chosen(self, of: Sequence[str]) -> str:
        """One of several words."""
        return self._chance.choice(of)
