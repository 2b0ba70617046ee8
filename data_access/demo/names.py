"""Invented names."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

FIRST = "锦兰桂翠枫荷竹松梅云晨景安康福瑞嘉吉清雅丽秀明宁泰永祥顺金银玉碧紫青绿凤龙文华德"
SECOND = "绣香苑泉林湖波溪江海山月星光辉和平安宁康泰福瑞祥悦欣怡雅源丰茂盛荣庭庐园里坊桥洲"

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖"
    "田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏俞楼骆"
)
SURNAME_WEIGHTS = tuple(
    accumulate(1.0 / (rank + 6) for rank in range(len(SURNAMES)))
)  # added up: asked for a million times
WOMEN = "芳娟敏静丽艳霞秀英玉兰梅红琴萍莉娜婷雪慧洁倩颖琳欣怡佳莹蓉菊凤珍爱云燕"
MEN = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙林海峰建国志文斌庆"
CLEAR_SYLLABLES = "瑞恒信达昌盛泰华诚通润丰益德嘉佳美百汇博远航创新科智云海天地金银宏伟凯旋卓越优品思源启明星辰光辉"

_ROADS = (
    "青禾路 云栖里路 锦和街 长林路 松涛路 文澜路 桂影路 东屏路 永顺街 明湖路 "
    "秋水路 竹韵路 安澜路 春晖街 望江里路 柳浪街 石榴巷 银杏路 枫丹路 雅文路 "
    "同心路 凌波巷 德润街 白鹭路 九溪里路 清漪路 康庄街 沁园路 鹤鸣巷 百合路 "
)
ROADS = tuple(_ROADS.split())


def new_names(dice: Random) -> Iterator[str]:
    """Names of two characters in a random order, each once: 翠湖, 安和 ..."""
    names = [first + second for first in FIRST for second in SECOND if first != second]
    dice.shuffle(names)
    return iter(names)


def full_name(dice: Random, surname: str, woman: bool) -> str:
    given = WOMEN if woman else MEN
    first = given[int(dice.random() * len(given))]
    if dice.random() < 0.3:
        return surname + first
    return surname + first + given[int(dice.random() * len(given))]


def any_name(dice: Random) -> str:
    return full_name(dice, new_surname(dice), dice.random() < 0.5)


def new_surname(dice: Random) -> str:
    return dice.choices(SURNAMES, cum_weights=SURNAME_WEIGHTS)[0]


def road_number(dice: Random) -> str:
    """An invented address, as it is written on a door: 松涛路128号."""
    return f"{dice.choice(ROADS)}{dice.randint(1, 460)}号"
