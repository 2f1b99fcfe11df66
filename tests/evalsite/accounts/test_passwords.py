"""SECURITY row 3: what a password must be."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from evalsite.accounts.forms import OwnPasswordForm
from evalsite.accounts.models import User

GOOD = [
    "Lantern-by-Gate-37",
    "correct Horse battery 9",
    "长城内外惟余莽莽-2Aq",
    "tR7#kq9!mZ2w",
    "Blue-Kettle-41-River",
    "9vX_2pLm-8Rt",
    "x7K!x8L!x9M!",
    "Shan(he)Wan(li)7",
    "我们的财政所就在3楼Ab",
    "zQ4 wE5 rT6 yU7",
    "NanMen_dajie_88hao",
    "Kp3$Kp4$Kp5$Vb",
    "mountain-Teapot-3",
    "Tall8Pines4Roof!",
    "Winter.Sea.Glass.5",
    "hong2lV7cheng4",
    "6月里的麦田Golden",
    "tea&Rice&7&fish",
    "Gr33nL1ghtHouse",
    "ByTheRiver1949x",
    "!!Lotus42Pond!!",
    "7Bridges-of-Q",
    "qiao.Liang.2036.he",
    "Ochre+Umber=27",
    "two2Three3Fives",
    "ping-An-Kang-Jian-6",
    "VeryLongPassphraseOfManyThings1",
    "Jk8*Lm2*Np4*",
    "pa55ageToTheEast",
    "Fence_post_Nr_12",
]
BAD = {
    "password_too_short": ["", "Ab1!", "Yusuan-2037", "tR7#kq9!mZ2"],
    "password_too_few_classes": [
        "abcdefghmnop",
        "alllowercaseletters",
        "ALLUPPERCASELETTERS",
        "938471650284",
        "letters82736and",
        "UPPERandLOWERcase",
        "长城内外惟余莽莽大河上下顿失",
        "87-23-91-46-50-72",
    ],
    "password_common_word": [
        "Letmein12345",
        "Password1234",
        "P@ssw0rd2024",
        "Admin@123456",
        "Admin@admin2024",
        "Qwerty!2024!!",
        "Caizheng@2024",
        "Caizhengju@2023",
        "caizheng-Jixiao-17",
        "A1b2C3d4E5f6!",
        "Jixiao#20240",
        "Woaini1314520!",
        "Welcome@2025!",
        "Test1234Test!",
        "root@ROOT2024",
        "2024@Zhengfu!",
        "aA1!aA1!aA1!",
        "Aa1Aa1Aa1Aa1",
        "Mk7-123456-xx",
        "Tz-abcdef-99!",
        "aaaaaaaa1B!c",
        "Zz9876543210",
        "Passw0rd!!!!",
        "Huang111111!!",
    ],
    "password_too_similar": ["zhangsanfeng9A", "Zhangsanfeng#01", "13800001234Aa"],
}


def user():
    return User(username="zhangsanfeng", full_name="填报人甲", phone="13800001234")


@pytest.mark.parametrize("password", GOOD)
def test_accepted(password):
    validate_password(password, user())


@pytest.mark.parametrize(("code", "password"), [(code, text) for code, texts in BAD.items() for text in texts])
def test_refused_for_its_reason(code, password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, user())

    assert code in {error.code for error in refusal.value.error_list}
    assert all(any("\u4e00" <= character <= "\u9fff" for character in text) for text in refusal.value.messages)


def test_the_table_has_sixty_passwords():
    assert len(GOOD) + sum(map(len, BAD.values())) >= 60


def test_each_rule_is_told_once():
    assert password_validators_help_texts() == [
        "密码不少于 12 个字符。",
        "密码须包含大写字母、小写字母、数字、符号中的至少 3 类。",
        "不要用常用词加数字，也不要用重复、连续的字符。",
        "密码不能与账号、姓名或联系电话相近。",
    ]


@pytest.mark.parametrize(
    ("new", "again", "faulty"),
    [
        *((text, text, {"new_password1"}) for texts in BAD.values() for text in texts if text),
        ("", "", {"new_password1", "new_password2"}),
        (GOOD[2], GOOD[1], {"new_password2"}),
        (GOOD[2], "", {"new_password2"}),
        ("Lantern-by-Gate-37", "Lantern-by-Gate-37", {"new_password1"}),
        (GOOD[1], GOOD[1], set()),
    ],
)
def test_what_is_wrong_stands_at_its_box(person, new, again, faulty):
    person.username, person.phone = "zhangsanfeng", "13800001234"
    said = {"old_password": "Lantern-by-Gate-37", "new_password1": new, "new_password2": again}

    assert OwnPasswordForm(person, said).errors.keys() == faulty


def test_one_fault_is_told_once(person):
    form = OwnPasswordForm(person, {"old_password": "x", "new_password1": "password", "new_password2": "password"})

    assert sorted(form.errors["new_password1"]) == sorted(set(form.errors["new_password1"]))
    assert form.errors["old_password"] == ["原密码不正确，请重新输入。"]
