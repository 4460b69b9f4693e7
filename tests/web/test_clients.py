"""The clients that people have, unmodified: every method of yente-client (both of its classes), and the calls that OpenRefine makes."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yente_client
from yente_client import AsyncClient, Client, MatchError, NotFoundError, Organization, Person, Vessel
from yente_client.exceptions import AuthenticationError, BadRequestError
from yente_client.filters import MatchFilters, SearchFilters
from yente_client.schemas import matchable_schemata

from stanch.archive import Archive
from stanch.lists.update import File, load
from stanch.store import accounts, connect
from stanch.web.people import hash_key
from tests.web.conftest import KEYS, settings_in
from tests.web.serving import serving

SHIP = "9120344"
OWN = f"""# published: 2026-02-27
id\tkind\tname\taliases\tcountry\tidentifiers\tlisted_on\towners
own-ship\tvessel\tGlory Star\tformer:Ex Dawn\tKH\timo:{SHIP}\t2026-02-20\town-firm=60%
own-firm\torganisation\tAcme Trading Company\t\tMY\t\t2024-01-01\t
own-person\tperson\tRi Hong Sop\t\tKP\t\t2025-05-05\t
"""

NAMESAKES = "# published: 2026-02-27\nid\tkind\tname\n" + "".join(
    f"namesake-{n}\tperson\tKang Tong Mu\n" for n in range(30)
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`stanch serve` with sign-in on, two lists, and a key for a program."""
    home = tmp_path_factory.mktemp("clients")
    settings = settings_in(home)
    database = connect(settings.store_url)
    for key, raw in (("own", OWN), ("namesakes", NAMESAKES)):
        file = File(raw=raw.encode(), name=f"{key}.tsv")
        archive = Archive(home / "archive")
        load(database, archive, file, list_key=key, reader="own", now=dt.datetime(2026, 2, 28, tzinfo=dt.UTC))
    made = accounts.ApiKey(
        hash=hash_key(KEYS["reader"]), name="program", role="reader", active=True, made_at="2026-01-01"
    )
    with database.begin() as store:
        accounts.put_key(store, made)
    database.close()
    with serving(home, STANCH_SIGN_IN="on") as (base, _):
        yield base


@pytest.fixture
def client(service: str) -> Iterator[Client]:
    with Client(base_url=service, api_key=KEYS["reader"]) as held:
        yield held


def test_health_catalog_and_algorithms(client: Client) -> None:
    """What a program asks when it starts."""
    assert client.healthz().status == client.readyz().status == "ok"
    names = {item.name: item for item in client.datasets().datasets}
    assert set(names) == {"default", "namesakes", "own", "un_1718"}
    assert names["own"].entity_count == 3
    assert client.datasets().current == ["default", "namesakes", "own", "un_1718"]
    found = client.algorithms()
    assert found.best == found.default == found.algorithms[0].name == "stanch"
    assert found.algorithms[0].docs


def test_a_key_is_needed_and_its_lack_is_the_client_s_own_error(service: str) -> None:
    """As the client's documentation has it."""
    with Client(base_url=service) as nobody, pytest.raises(AuthenticationError):
        nobody.search("x")


def test_an_entity_and_what_it_is_tied_to(client: Client) -> None:
    """Nested, flat, and page by page."""
    ship = client.fetch("own-ship")
    assert (ship.schema_, ship.caption, ship.target) == ("Vessel", "Glory Star", True)
    assert ship.properties["imoNumber"] == [SHIP]
    (owner,) = ship.properties["ownershipAsset"]
    assert owner.caption == "Acme Trading Company"  # type: ignore[union-attr]
    assert "ownershipAsset" not in client.fetch("own-ship", nested=False).properties
    around = client.adjacent("own-ship")
    assert around.entity.id == "own-ship"
    assert around.adjacent["ownershipAsset"].total.value == 1
    page = client.adjacent("own-ship", prop="ownershipAsset", limit=1, offset=1, sort=["caption"])
    assert (page.results, page.total.value) == ([], 1)
    with pytest.raises(NotFoundError):
        client.adjacent("own-ship", prop="nothing")
    with pytest.raises(NotFoundError):
        client.fetch("own-nobody")
    with pytest.raises(NotFoundError, match="not available on this server"):
        client.statements(canonical_id="own-ship")


MATCHABLE = [name for name in matchable_schemata() if hasattr(yente_client, name)]


@pytest.mark.parametrize("name", MATCHABLE)
def test_every_class_that_the_client_can_match_is_taken(client: Client, name: str) -> None:
    """No class of the client is refused, and a name finds its bearer whatever it was filed as."""
    found = client.match(getattr(yente_client, name)(name=["Ri Hong Sop"]), limit=10)
    assert found.query["schema"] == name
    if name in ("Person", "LegalEntity"):
        assert {item.caption for item in found.results} >= {"RI HONG-SOP", "Ri Hong Sop"}


def test_thresholds_limits_and_the_best_algorithm(client: Client) -> None:
    """As there: the threshold marks, the cutoff drops, and is never above the threshold."""
    asked = Person(name=["Ri Hong Sop"], birthDate=["1940"])
    everything = client.match(asked, cutoff=0.0, threshold=0.9, algorithm=yente_client.BEST_ALGORITHM)
    assert everything.top is not None
    scores = [item.score for item in everything.results]
    assert scores == sorted(scores, reverse=True)
    assert [item.match for item in everything.results] == [score >= 0.9 for score in scores]
    assert len(client.match(asked, limit=1).results) == 1
    cut = client.match(asked, cutoff=1.0, threshold=0.8)
    assert [item.score >= 0.8 for item in cut.results] == [True] * len(cut.results)
    assert cut.results, "the cutoff came down to the threshold"
    with pytest.raises(BadRequestError, match="Invalid algorithm"):
        client.match(asked, algorithm="logic-v1")
    with pytest.raises(BadRequestError, match="config"):
        client.match(asked, config={"nm_number_mismatch": 0.1})
    assert client.match(asked, weights={"name_match": 0.1}).top is not None


def test_match_filters(client: Client) -> None:
    """Each one lets through what it names and holds back what it does not."""
    asked = Person(name=["Ri Hong Sop"])

    def found(**filters: Any) -> set[str]:
        return {item.id for item in client.match(asked, filters=MatchFilters(**filters), limit=20).results}

    everything = found()
    assert {"own-person", "un-KPi.004"} <= everything
    assert found(datasets=["own"]) == {"own-person"}
    assert found(datasets=["own", "un_1718"]) == everything, "further lists of the client add to the first"
    assert found(datasets=["default", "own"]) == {"own-person"}, "beside a collection they narrow"
    assert "own-person" not in found(exclude_datasets=["own"])
    assert "own-person" not in found(exclude_entities=["own-person"])
    assert not any(item.startswith(("own-person", "un-KPi")) for item in found(exclude_schemata=["Person"]))
    assert found(topics=["sanction"]) == everything
    assert found(topics=["role.pep"]) == set()
    assert found(changed_since="2025-01-01") == {"own-person"}


def test_a_filter_decides_for_the_caller_and_hides_nothing_from_the_log(service: str) -> None:
    """The decision is about what was asked for; the log keeps the whole answer."""
    query = {
        "queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"], "birthDate": ["1940"]}}}
    }
    with httpx.Client(base_url=service, headers={"Authorization": f"ApiKey {KEYS['reader']}"}) as http:
        narrow = http.post("/match/own?exclude_entity_ids=own-person", json=query).json()["responses"]["q"]
        assert (narrow["decision"], narrow["results"]) == ("clear", [])
        entry = http.get("/log/verify").json()["entries"]
        body = http.get(f"/decisions/{entry}").json()["body"]
        assert body["decision"] == "hit"
        query["queries"]["q"]["properties"] = {"name": ["Kang Tong Mu"]}
        many = http.post("/match/default?limit=400", json=query)
        assert many.headers["x-batch-size"] == "1"
        assert len(many.json()["responses"]["q"]["results"]) == 30
        assert http.post(f"/decisions/{entry + 1}/replay").json()["same"]
        assert http.post("/match/default", json={"queries": {"q": {"schema": "Persn"}}}).status_code == 400


def test_search_filters_facets_and_orders(client: Client) -> None:
    """Each one as the usual API has it."""

    def found(q: str = "", **filters: Any) -> list[str]:
        return [item.id for item in client.search(q, limit=500, **filters).results]

    assert found("glory st") == ["own-ship"]
    assert found(SHIP) == ["own-ship"]
    assert found("Ex Dawn") == ["own-ship"]
    assert "un-KPi.004" in found("Ri Hong Sop", filters=SearchFilters(countries=["kp"]))
    assert set(found(datasets=["own"])) == {"own-ship", "own-firm", "own-person"}
    assert found(datasets=["own"], schema="Vehicle") == ["own-ship"]
    assert found(datasets=["own"], schema="Company") == ["own-firm"]
    assert found(datasets=["own"], exclude_schemata=["Vessel", "Person"]) == ["own-firm"]
    assert found(datasets=["own"], filter=["countries:my"]) == ["own-firm"]
    assert found(datasets=["own"], filter=[f"imoNumber:{SHIP}", "countries:my"]) == []
    assert found(datasets=["own"], changed_since="2026-01-01") == ["own-ship"]
    assert found(datasets=["own"], topics=["role.pep"]) == []
    assert found(datasets=["own"], sort=["caption:desc"]) == ["own-person", "own-ship", "own-firm"]
    assert found(datasets=["own"], sort=["first_seen"]) == ["own-firm", "own-person", "own-ship"]
    assert len(found("Ri Hong Sob", fuzzy=True)) >= len(found("Ri Hong Sob", simple=True))
    page = client.search("", datasets=["own"], limit=2, offset=2)
    assert (len(page.results), page.total.value, page.offset) == (1, 3, 2)
    facets = client.search("", datasets=["own"], facets=["schema", "identifiers", "genders"]).facets
    assert set(facets) == {"schema", "identifiers", "genders"}
    assert {item.name: item.count for item in facets["schema"].values} == {
        "Organization": 1,
        "Person": 1,
        "Vessel": 1,
    }
    assert set(client.search("").facets) == {"countries", "topics", "datasets"}
    for wrong in ({"schema": "Address"}, {"sort": ["colour"]}, {"filter": ["countries"]}):
        if "schema" in wrong:
            assert found(**wrong) == []
        else:
            with pytest.raises(BadRequestError):
                found(**wrong)


def test_many_at_once_in_order_of_their_keys(client: Client) -> None:
    """The client's way to screen a file: a stream with several requests in flight."""
    pairs = [(f"row {n}", Person(name=["Ri Hong Sop" if n % 2 else "Mario Rossi"])) for n in range(12)]
    done = dict(client.match_iter(iter(pairs), workers=4, on_error="collect"))
    assert set(done) == {key for key, _ in pairs}
    assert not any(isinstance(item, MatchError) for item in done.values())
    assert all(bool(done[f"row {n}"].results) == bool(n % 2) for n in range(12))  # type: ignore[union-attr]


def test_the_asynchronous_class_too(service: str) -> None:
    """Every one of its methods."""

    async def run() -> None:
        async with AsyncClient(base_url=service, api_key=KEYS["reader"]) as client:
            assert (await client.healthz()).status == (await client.readyz()).status == "ok"
            assert len((await client.datasets()).datasets) == 4
            assert (await client.algorithms()).best == "stanch"
            assert (await client.fetch("own-firm")).caption == "Acme Trading Company"
            assert (await client.adjacent("own-ship")).adjacent
            assert (await client.adjacent("own-ship", prop="ownershipAsset")).total.value == 1
            assert (await client.search("Acme")).results
            found = await client.match(Organization(name=["Acme Trading Co Ltd"], country=["my"]))
            assert found.top is not None
            assert found.top.id == "own-firm"
            pairs = [("a", Vessel(name=["Glory Star"], imoNumber=[SHIP]))]
            async for key, answer in client.match_iter(pairs):
                assert (key, answer.top.id) == ("a", "own-ship")  # type: ignore[union-attr]
            with pytest.raises(NotFoundError):
                await client.statements(canonical_id="x")

    asyncio.run(run())


def test_the_client_s_own_command_screens_a_file(service: str, tmp_path: Path) -> None:
    """`yente-cli screen`, as its users type it."""
    (tmp_path / "in.csv").write_text("who,born\nRi Hong Sop,1940\nMario Rossi,1970\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("yente-cli")), "screen", "in.csv", "out.csv"]
    command += ["-s", "Person", "-i", "who=name", "-i", "born=birthDate"]
    environ = {**os.environ, "YENTE_BASE_URL": service, "OPENSANCTIONS_API_KEY": KEYS["reader"]}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert {"un-KPi.004", "own-person"} <= {row["match_id"] for row in rows if row["who"] == "Ri Hong Sop"}
    assert not any(row.get("match_error") for row in rows)


class TestOpenRefine:
    """What OpenRefine sends, in its order, from adding the service to adding a column (its manual, "Reconciling"; specification 0.2)."""

    @pytest.fixture
    def refine(self, service: str) -> Iterator[httpx.Client]:
        headers = {"Authorization": f"ApiKey {KEYS['reader']}", "Origin": "http://127.0.0.1:3333"}
        with httpx.Client(base_url=service, headers=headers) as held:
            yield held

    def test_a_whole_session(self, refine: httpx.Client) -> None:
        """Add the service, guess types, reconcile rows, look, pick by hand, extend."""
        answer = refine.get("/reconcile/default")
        manifest = answer.json()
        assert "0.2" in manifest["versions"]
        assert answer.headers["access-control-allow-origin"] == "*", "its pages ask from the browser"
        for key in ("name", "identifierSpace", "schemaSpace", "defaultTypes"):
            assert manifest[key]
        # to guess types it sends the first ten cells without any
        rows = ["Glory Star", "Ri Hong Sop", "Nobody At All"]
        guess = {f"q{n}": {"query": text, "limit": 3} for n, text in enumerate(rows)}
        guessed = refine.post("/reconcile/default", data={"queries": json.dumps(guess)}).json()
        assert guessed["q0"]["result"][0]["type"] == [{"id": "Vessel", "name": "Vessel"}]
        assert guessed["q2"]["result"] == []
        # then batches with the type chosen and columns as properties; a cell reconciled before comes as an object
        asked = {
            "q0": {
                "query": "Glory Star",
                "type": "Vessel",
                "type_strict": "should",
                "limit": 5,
                "properties": [
                    {"pid": "Vessel:imoNumber", "v": [SHIP]},
                    {"pid": "country", "v": {"id": "KH", "name": "kh"}},
                    {"pid": "unknownColumn", "v": 12},
                ],
            },
            "q1": {
                "query": "Ri Hong Sop",
                "type": "Person",
                "properties": [{"pid": "birthDate", "v": "1940"}],
            },
        }
        done = refine.post("/reconcile/default", data={"queries": json.dumps(asked)}).json()
        (ship,) = done["q0"]["result"]
        assert (ship["id"], ship["match"], ship["score"] > 90) == ("own-ship", True, True)
        assert {"id", "name", "type", "score", "match"} <= set(ship)
        assert not any(item["match"] for item in done["q1"]["result"]), "two bear the name: a person picks"
        self._look(refine, manifest)
        self._extend(refine, manifest)

    def _look(self, refine: httpx.Client, manifest: dict[str, Any]) -> None:
        suggest = manifest["suggest"]
        wanted = {"entity": ("glo", "own-ship"), "type": ("ves", "Vessel"), "property": ("imo", "imoNumber")}
        for kind, (prefix, key) in wanted.items():
            at = suggest[kind]
            found = refine.get(at["service_url"] + at["service_path"], params={"prefix": prefix}).json()
            assert key in [item["id"] for item in found["result"]]
            flyout = at["service_url"] + at["flyout_service_path"].replace("${id}", key)
            assert refine.get(flyout).json()["html"]
        preview = refine.get(manifest["preview"]["url"].replace("{{id}}", "own-ship"))
        assert "Glory Star" in preview.text
        assert "x-frame-options" not in preview.headers, "it is shown in a frame"
        assert "frame-ancestors *" in preview.headers["content-security-policy"]
        assert "<form" not in preview.text
        view = refine.get(manifest["view"]["url"].replace("{{id}}", "own-ship"))
        assert "frame-ancestors 'none'" in view.headers["content-security-policy"]

    def _extend(self, refine: httpx.Client, manifest: dict[str, Any]) -> None:
        at = manifest["extend"]["propose_properties"]
        proposed = refine.get(at["service_url"] + at["service_path"], params={"type": "Vessel"}).json()
        assert {"id": "imoNumber", "name": "IMO number"} in proposed["properties"]
        asked = {
            "ids": ["own-ship", "un-KPi.004", "gone"],
            "properties": [{"id": "imoNumber"}, {"id": "list"}, {"id": "alias", "settings": {"limit": "1"}}],
        }
        added = refine.post("/reconcile/default", data={"extend": json.dumps(asked)}).json()
        assert [item["id"] for item in added["meta"]] == ["imoNumber", "list", "alias"]
        assert added["rows"]["own-ship"]["imoNumber"] == [{"str": SHIP}]
        assert added["rows"]["own-ship"]["list"] == [{"str": "own"}]
        assert len(added["rows"]["un-KPi.004"]["alias"]) <= 1
        assert added["rows"]["gone"] == {"imoNumber": [], "list": [], "alias": []}

    @pytest.mark.parametrize("field", ["queries", "extend"])
    @pytest.mark.parametrize("text", ["{", "[]", "[[[[", '{"q": 1}', '{"ids": "x"}', "null", "[" * 100_000])
    def test_what_cannot_be_read_is_wrong_use(self, refine: httpx.Client, field: str, text: str) -> None:
        """Never a server error."""
        assert refine.post("/reconcile/default", data={field: text}).status_code == 400
        assert refine.post("/reconcile/default", data={}).status_code == 400
