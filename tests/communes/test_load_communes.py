"""Loading the communes of the city from the project's own file."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.acts.load_communes import load_communes
from communes.management.commands.load_communes import COMMUNE_FILE
from communes.models import Commune, Division, ReceptionPoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    return json.loads(COMMUNE_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def few(facts):
    return {**facts, "communes": facts["communes"][:3]}


def run(*args: str) -> str:
    out = StringIO()
    call_command("load_communes", *args, stdout=out)
    return out.getvalue().strip()


def test_it_loads_the_city_and_the_second_time_nothing():
    assert run() == "communes: 126 created, 0 changed, 0 unchanged"
    assert run() == "communes: 0 created, 0 changed, 126 unchanged"
    assert Commune.objects.filter(kind="phuong").count() == 51
    assert Commune.objects.filter(kind="xa").count() == 75
    assert ReceptionPoint.objects.filter(is_main=True).count() == 126
    assert Division.objects.count() == 126 * 4


def test_unit_codes_follow_the_order_of_the_resolution(facts):
    assert [entry["unit_code"] for entry in facts["communes"]] == [str(number) for number in range(101, 227)]
    assert "giả định" in facts["about"]["unit_code"]
    assert "1656/NQ-UBTVQH15" in facts["about"]["resolution"]


def test_the_people_of_the_city_are_all_there(facts):
    assert sum(entry["population"] for entry in facts["communes"]) == 8_807_523


def test_it_corrects_a_fact(few):
    load_communes(few)
    few["communes"][0] = {**few["communes"][0], "population": 1}
    assert load_communes(few) == {"created": 0, "changed": 1, "unchanged": 2}
    assert Commune.objects.get(code=few["communes"][0]["code"]).population == 1


def test_it_leaves_what_people_entered(few):
    load_communes(few)
    commune = Commune.objects.get(code="00070")
    commune.unit_code = "900"
    commune.save()
    point = commune.reception_points.get()
    point.address, point.name = "1 phố Thử", "Bộ phận một cửa Hoàn Kiếm"
    point.save()
    commune.divisions.filter(code="kinh-te").update(name="Phòng Kinh tế")

    assert load_communes(few)["unchanged"] == 3

    commune.refresh_from_db()
    assert commune.unit_code == "900"
    assert commune.reception_points.get().address == "1 phố Thử"
    assert commune.divisions.get(code="kinh-te").name == "Phòng Kinh tế"


def test_it_invents_no_address_and_no_phone(few):
    load_communes(few)
    point = ReceptionPoint.objects.get(commune__code="00070")
    assert (point.name, point.address, point.phone, point.hours_note) == ("Bộ phận một cửa phường Hoàn Kiếm", "", "", "")


def test_divisions_are_marked_as_practice_and_follow_the_kind(facts):
    load_communes({**facts, "communes": [facts["communes"][0], facts["communes"][-1]]})
    assert set(Division.objects.values_list("source", flat=True)) == {"thông lệ"}
    economy = Division.objects.filter(code="kinh-te")
    assert economy.get(commune__kind="phuong").name == "Phòng Kinh tế, hạ tầng và đô thị"
    assert economy.get(commune__kind="xa").name == "Phòng Kinh tế"


@pytest.mark.parametrize("key", ["code", "unit_code", "slug"])
def test_it_refuses_a_file_that_gives_a_code_twice(few, tmp_path: Path, key):
    few["communes"][1][key] = few["communes"][0][key]
    file = tmp_path / "communes.json"
    file.write_text(json.dumps(few), encoding="utf-8")
    with pytest.raises(CommandError, match=f"{key} ghi hai lần"):
        run(str(file))
    assert not Commune.objects.exists()
