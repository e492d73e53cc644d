"""Letters that raise several matters, and long ones that tell an earlier case among much else."""

from __future__ import annotations

from docket import Docket, case, person

from engine.verdict import Code

SHEN, QIU = person("沈砚秋", "13900007001"), person("邱木禾", "13900007002")
ROAD = "白茶坞村的水泥路被运矿车压烂，雨天泥坑没过脚踝，要求修路。"
STORY = "我们村在山坳里，三十多户人家，大多靠种茶过日子。年轻人有出去的，也有回来的，日子慢慢好起来。"
TOLD = "白茶坞村的水泥路让运矿石的大车压得全烂了，一下雨尽是泥坑，恳请修路。"
MORE = "另外村小学的教学点明年要撤，娃娃们要走十里山路，请求保留教学点。"


def one(old: str = ROAD) -> Docket:
    docket = Docket()
    docket.register(case("A1", old, who=SHEN))
    return docket


def test_a_long_letter_about_one_matter_is_that_matter():
    verdict = one().check(case("N", STORY * 4 + TOLD + STORY * 4, "2026-04-01", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.REPEAT_PETITION, ("A1",))


def test_what_it_asks_besides_is_a_demand_of_its_own():
    text = STORY * 4 + TOLD + STORY * 2 + MORE + STORY
    verdict = one().check(case("N", text, "2026-04-01", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.PARTIAL_OVERLAP, ("A1",))
    assert [(d.verdict, d.matched) for d in verdict.demands] == [(Code.REPEAT_PETITION, ("A1",)), (Code.NEW, ())]
    assert "水泥路" in text[slice(*verdict.demands[0].span)]
    assert len(verdict.demands[0].text) < 80
    assert text[slice(*verdict.demands[1].span)] == MORE


def test_a_letter_that_holds_an_earlier_one_whole_says_where():
    text = STORY * 8 + ROAD + STORY * 8
    verdict = one().check(case("N", text, "2026-04-01", QIU))
    assert (verdict.verdict, verdict.matched) == (Code.PARTIAL_OVERLAP, ("A1",))
    assert text[slice(*verdict.demands[0].span)] == ROAD


def test_a_long_letter_from_another_village_is_not_tied_by_its_story():
    verdict = one().check(case("N", STORY * 4 + TOLD.replace("白茶坞村", "红茶坞村") + STORY * 4, "2026-04-01", QIU))
    assert verdict.matched == ()
