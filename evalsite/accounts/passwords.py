"""What a password must be, beyond Django's own validators."""

import re
from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_LEET = str.maketrans("@4310$57!|", "aaeiosstil")
# Words that people in Chinese offices begin a password with; digits and signs around them add little.
_WORDS = (
    "admin|administrator|root|user|guest|test|passwd|password|pass|login|welcome|letmein|iloveyou|woaini|woaizhongguo|"
    "qwerty|qwertyuiop|asdfgh|asdfghjkl|zxcvbn|zxcvbnm|qazwsx|qazwsxedc|abc|abcd|abcde|abcdef|abcdefg|aa|aaa(?!a)|"
    "caizheng|caizhengju|czj|jixiao|yusuan|zhengfu|xinfang|xinfangju|zhongguo|china|beijing|changeme|secret|master"
)
_COMMON = re.compile(rf"(?:{_WORDS})+")
FEWEST_CHARACTERS = 6  # different ones
LONGEST_RUN = 6  # neighbours such as 123456 or aaaaaa


class LengthValidator:
    """At least `least` characters. Django's own says so in English only."""

    def __init__(self, least: int = 12) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return f"密码不少于 {self.least} 个字符。"


class CharacterClassValidator:
    """At least `classes` of: small letters, capitals, digits, everything else."""

    def __init__(self, classes: int = 3) -> None:
        self.classes = classes

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_too_few_classes")

    def get_help_text(self) -> str:
        return f"密码须包含大写字母、小写字母、数字、符号中的至少 {self.classes} 类。"


class CommonWordValidator(CommonPasswordValidator):
    """Refuses Django's list of passwords, a common word with digits and signs around it, and what repeats itself."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        if password.lower().strip() in self.passwords or _is_common(password):
            raise ValidationError(
                "密码过于简单。不要用常用词加数字，也不要用重复、连续的字符。",
                code="password_common_word",
            )

    def get_help_text(self) -> str:
        return "不要用常用词加数字，也不要用重复、连续的字符。"


class PersonalWordValidator(UserAttributeSimilarityValidator):
    """Django's comparison with what is known of the person, in the words of this site."""

    def get_error_message(self) -> str:
        return "密码与%(verbose_name)s过于相近。"

    def get_help_text(self) -> str:
        return "密码不能与账号、姓名或联系电话相近。"


def _is_common(password: str) -> bool:
    return _is_common_word(password) or len(set(password)) < FEWEST_CHARACTERS or _has_long_run(password)


def _is_common_word(password: str) -> bool:
    lower = password.lower()
    cores = (re.sub(r"[^a-z]", "", lower), re.sub(r"[^a-z]", "", lower.translate(_LEET)))
    trimmed = re.sub(r"[^a-z]", "", re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower).translate(_LEET))
    return any(_COMMON.fullmatch(core) for core in (*cores, trimmed) if core)


def _has_long_run(password: str) -> bool:
    """True where LONGEST_RUN characters follow one another by the same step: 0 (aaaaaa), 1 (123456) or -1 (fedcba)."""
    steps = [ord(right) - ord(left) for left, right in pairwise(password)]
    length = 1
    for before, step in pairwise([None, *steps]):
        length = length + 1 if step == before and length > 1 else 2
        if step in {-1, 0, 1} and length >= LONGEST_RUN:
            return True
    return False
