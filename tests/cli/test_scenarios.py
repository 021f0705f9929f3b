import json

from airdef.cli import main
from catalogue.bibtex import read


def json_of(arguments, capsys):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_validate_and_cite(capsys):
    assert json_of(["validate", "ideal-salvo"], capsys)["valid"] is True
    assert main(["validate", "ideal-salvo"]) == 0
    assert "valid" in capsys.readouterr().out
    assert main(["cite", "port-raid"]) == 0
    assert "Assumed, without a source" in capsys.readouterr().out
    assert main(["cite", "port-raid", "--bibtex"]) == 0
    entries = read(capsys.readouterr().out)
    sources = json_of(["cite", "port-raid"], capsys)["sources"]
    assert list(entries) == ["airdef", *(source["id"] for source in sources)]
    assert len(sources) > 3
    assert all(source["reference"].startswith((source["author"] or source["title"])[:3]) for source in sources)
